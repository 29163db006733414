import { quoteName } from "@completions-api/protocol";
import type { CompletionCall } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import type { CodeAnswer } from "./answer.ts";
import { checkReply } from "./check-reply.ts";
import { InvalidReplyError } from "./invalid-reply-error.ts";
import { SlowPatternError } from "./is-found.ts";
import { isList } from "./is-list.ts";
import { RegisteredReply } from "./registered-reply.ts";
import type { CodeReplyDefinition } from "./reply.ts";

/** Replies in the order in which they are tried. */
class ReplyGroup {
  /** Replies with a limit, oldest first, so that a sequence of them is used up in the order in which it was written. */
  limited: RegisteredReply[] = [];
  /** Replies without a limit, newest registration first, so that a test overrides what its setup registered. */
  unlimited: RegisteredReply[] = [];
  usedUp: RegisteredReply[] = [];

  add(replies: readonly RegisteredReply[]): void {
    this.limited = [...this.limited, ...replies.filter(({ times }) => Number.isFinite(times))];
    this.unlimited = [...replies.filter(({ times }) => !Number.isFinite(times)), ...this.unlimited];
  }

  /** Returns false if the reply is not in the group. */
  remove(reply: RegisteredReply): boolean {
    const list = [this.limited, this.unlimited, this.usedUp].find((replies) => replies.includes(reply));
    list?.splice(list.indexOf(reply), 1);
    return list !== undefined;
  }

  list(): readonly RegisteredReply[] {
    return [...this.limited, ...this.unlimited, ...this.usedUp];
  }

  retire(reply: RegisteredReply): void {
    this.remove(reply);
    this.usedUp.push(reply);
  }
}

/** The replies of a session: first its own, then those of the script file. */
export class ReplyList {
  #own = new ReplyGroup();
  #ofScript = new ReplyGroup();
  #lastId = 0;

  /**
   * Registers replies. Of those without a limit that are registered together, the first one that fits is used.
   *
   * @throws InvalidReplyError if an answer breaks the contract. Then none of them is registered.
   */
  add(definitions: readonly CodeReplyDefinition[]): readonly RegisteredReply[] {
    const replies = this.#create(definitions);
    this.#own.add(replies);
    return replies;
  }

  /**
   * Replaces the replies of the script, which are tried after all others.
   *
   * @param definitions - checked, because every session has the same ones.
   */
  replaceScript(definitions: readonly CodeReplyDefinition[]): void {
    this.#ofScript = new ReplyGroup();
    this.#ofScript.add(
      definitions.map((definition) => {
        this.#lastId += 1;
        return new RegisteredReply(this.#lastId, definition);
      }),
    );
  }

  /**
   * Gives a reply of the session another answer, for all requests after those that it answers so far.
   *
   * @throws InvalidReplyError if the answer breaks the contract.
   */
  extend(reply: RegisteredReply, answer: CodeAnswer): void {
    const { answer: checked } = checkReply({ answer }, { verdict: `${reply.title} is invalid`, index: 0 });
    const isRegistered = this.#own.remove(reply);
    for (const one of isList(checked) ? checked : [checked]) reply.extend(one);
    if (isRegistered) this.#own.add([reply]);
  }

  /** Removes a reply and returns it, or undefined if there is none with this id. */
  remove(id: number): RegisteredReply | undefined {
    const reply = this.list().find((listed) => listed.id === id);
    if (reply) for (const group of [this.#own, this.#ofScript]) group.remove(reply);
    return reply;
  }

  /** Lists all replies in the order in which they are tried. Those that are used up come last. */
  list(): readonly RegisteredReply[] {
    const groups = [this.#own, this.#ofScript];
    return [
      ...groups.flatMap(({ limited, unlimited }) => [...limited, ...unlimited]),
      ...groups.flatMap(({ usedUp }) => usedUp),
    ];
  }

  /** Lists the session's own replies that were never used, or less often than their limit says. */
  unused(): readonly RegisteredReply[] {
    const { limited, unlimited } = this.#own;
    return [...limited, ...unlimited.filter(({ used }) => used === 0)];
  }

  /**
   * Finds the reply to a request and uses it once. Returns undefined if there is none.
   *
   * @throws InvalidReplyError if a function of a matcher throws, or a pattern takes too long.
   */
  take(
    call: CompletionCall,
    request: MockRequest,
  ): { readonly reply: RegisteredReply; readonly answer: CodeAnswer } | undefined {
    for (const group of [this.#own, this.#ofScript]) {
      const reply = find(group.limited, call, request) ?? find(group.unlimited, call, request);
      const answer = reply?.use();
      if (reply === undefined || answer === undefined) continue;
      if (reply.isUsedUp) group.retire(reply);
      return { reply, answer };
    }
    return undefined;
  }

  /** Forgets all replies. */
  clear(): void {
    this.#own = new ReplyGroup();
    this.#ofScript = new ReplyGroup();
  }

  /** Forgets the session's own replies, and begins those of the script file again. */
  reset(): void {
    this.#own = new ReplyGroup();
    const replies = this.#ofScript.list();
    this.#ofScript = new ReplyGroup();
    this.#ofScript.add(replies.map(({ id, definition }) => new RegisteredReply(id, definition)));
  }

  #create(definitions: readonly CodeReplyDefinition[]): readonly RegisteredReply[] {
    const replies = definitions.map((definition, index) =>
      create(this.#lastId + 1 + index, definition, index),
    );
    this.#lastId += definitions.length;
    return replies;
  }
}

function find(
  replies: readonly RegisteredReply[],
  call: CompletionCall,
  request: MockRequest,
): RegisteredReply | undefined {
  for (const reply of replies) if (fits(reply, call, request)) return reply;
  return undefined;
}

/** @throws InvalidReplyError if a function of the matcher throws, or a pattern takes too long. */
function fits(reply: RegisteredReply, call: CompletionCall, request: MockRequest): boolean {
  try {
    return reply.fits(call, request);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    const problem =
      cause instanceof SlowPatternError
        ? `has a regular expression that is too slow: ${message}`
        : `has a function that threw ${JSON.stringify(message)}`;
    const place = { verdict: `${reply.title} cannot be compared with this request`, index: 0 };
    throw new InvalidReplyError(place, ["when"], problem, { cause });
  }
}

function create(id: number, definition: CodeReplyDefinition, index: number): RegisteredReply {
  const title = typeof definition.name === "string" ? quoteName(definition.name) : id;
  const place = { verdict: `Reply ${title} is invalid`, index };
  const checked = checkReply(definition, place);
  try {
    return new RegisteredReply(id, checked);
  } catch (cause) {
    // The form is right, so only a pattern can be wrong.
    const path = ["when", "prompt", "matches"];
    throw new InvalidReplyError(place, path, "must be a regular expression", { cause });
  }
}
