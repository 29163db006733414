import type { CompletionCall } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import type { CodeAnswer } from "./answer.ts";
import { findMismatch } from "./find-mismatch.ts";
import type { CodeReplyDefinition, CodeReplyMatcher } from "./reply.ts";

/** A reply that is registered. */
export interface RegisteredReply {
  readonly id: number;
  readonly name: string | undefined;
  readonly when: CodeReplyMatcher;
  readonly answers: readonly CodeAnswer[];
  /** The number of requests that it answers at most; `Infinity` without a limit. */
  readonly times: number;
  /** The number of requests that it has answered. */
  readonly used: number;
}

/**
 * The replies of a session. Those with a limit come first, oldest first, so that a sequence of them is used up in the order in which
 * it was written. Of the others the newest registration comes first, so that a test can override what its setup registered.
 */
export class ReplyList {
  #limited: RegisteredReply[] = [];
  #unlimited: RegisteredReply[] = [];
  #lastId = 0;

  /**
   * Registers replies. Of those that are registered together, the first one that fits is used.
   *
   * @throws InvalidReplyError if an answer breaks the contract.
   */
  add(definitions: readonly CodeReplyDefinition[]): readonly RegisteredReply[] {
    const added = definitions.map(({ name, when = {}, answer, times = Number.POSITIVE_INFINITY }) => {
      this.#lastId += 1;
      const answers: readonly CodeAnswer[] = Array.isArray(answer) ? answer : [answer];
      return { id: this.#lastId, name, when, answers, times, used: 0 };
    });
    this.#limited.push(...added.filter(({ times }) => Number.isFinite(times)));
    this.#unlimited.unshift(...added.filter(({ times }) => !Number.isFinite(times)));
    return added;
  }

  /** Removes a reply and returns it, or undefined if there is none with this id. */
  remove(id: number): RegisteredReply | undefined {
    const found = this.list().find((reply) => reply.id === id);
    this.#limited = this.#limited.filter((reply) => reply !== found);
    this.#unlimited = this.#unlimited.filter((reply) => reply !== found);
    return found;
  }

  /** Lists all replies in the order in which they are tried. */
  list(): readonly RegisteredReply[] {
    return [...this.#limited, ...this.#unlimited];
  }

  /** Finds the reply to a request and uses it once. Returns undefined if there is none. */
  take(
    call: CompletionCall,
    request: MockRequest,
  ): { readonly reply: RegisteredReply; readonly answer: CodeAnswer } | undefined {
    const reply = this.list().find(
      ({ when, used, times }) => used < times && findMismatch(when, call, request) === undefined,
    );
    if (reply === undefined) return undefined;
    const answer = reply.answers[Math.min(reply.used, reply.answers.length - 1)];
    if (answer === undefined) return undefined;
    Object.assign(reply, { used: reply.used + 1 });
    return { reply, answer };
  }

  /** Forgets all replies. */
  clear(): void {
    this.#limited = [];
    this.#unlimited = [];
  }
}
