// biome-ignore-all lint/suspicious/noThenProperty: awaiting it is harmless, as the second overload says.
import type { CodeAnswer } from "./answer.ts";
import type { RegisteredReply } from "./registered-reply.ts";
import type { ReplyList } from "./reply-list.ts";

/** A reply that a test has registered. */
export interface Registration {
  /** The number of requests that it has answered. */
  readonly used: number;
  /** Removes the reply, unless that has been done. */
  remove(): void;
}

/** A reply with a limit, which can be continued. */
export interface LimitedRegistration extends Registration {
  /**
   * Adds the answer to all requests after the limit: `once(a).then(b)` answers one request with `a`, and all others with `b`. A
   * further call continues the sequence.
   *
   * @throws InvalidReplyError if the answer breaks the contract.
   */
  then(answer: CodeAnswer): LimitedRegistration;
  /** Lets `await` have the registration: it takes every object with a `then` for a promise. */
  then(onFulfilled: (registration: Registration) => unknown, onRejected: (reason: unknown) => unknown): void;
}

/** Creates the registration of a reply. */
export function createRegistration(replies: ReplyList, reply: RegisteredReply): Registration {
  return {
    get used() {
      return reply.used;
    },
    remove() {
      replies.remove(reply.id);
    },
  };
}

/** Creates the registration of a reply with a limit. */
export function createLimitedRegistration(replies: ReplyList, reply: RegisteredReply): LimitedRegistration {
  function then(answer: CodeAnswer): LimitedRegistration;
  function then(onFulfilled: (registration: Registration) => unknown, onRejected: unknown): void;
  function then(
    given: CodeAnswer | ((registration: Registration) => unknown),
    onRejected?: unknown,
  ): LimitedRegistration | undefined {
    if (typeof onRejected !== "function") {
      // The first overload is the one without a second function.
      replies.extend(reply, given as CodeAnswer);
      return limited;
    }
    // With `limited`, `await` would call `then` again.
    (given as (registration: Registration) => unknown)(createRegistration(replies, reply));
    return undefined;
  }
  const limited: LimitedRegistration = Object.assign(createRegistration(replies, reply), { then });
  return limited;
}
