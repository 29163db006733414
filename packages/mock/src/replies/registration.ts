// biome-ignore-all lint/suspicious/noThenProperty: awaiting it is harmless, as the second overload says.
import type { CodeAnswer } from "./answer.ts";
import type { RegisteredReply } from "./registered-reply.ts";
import type { ReplyList } from "./reply-list.ts";

/** A reply that a test has registered. */
export class Registration {
  readonly #replies: ReplyList;
  readonly #reply: RegisteredReply;

  constructor(replies: ReplyList, reply: RegisteredReply) {
    this.#replies = replies;
    this.#reply = reply;
  }

  /** The number of requests that it has answered. */
  get used(): number {
    return this.#reply.used;
  }

  /** Removes the reply, unless that has been done. */
  remove(): void {
    this.#replies.remove(this.#reply.id);
  }
}

/** A reply with a limit, which can be continued. */
export class LimitedRegistration extends Registration {
  readonly #extend: (answer: CodeAnswer) => void;
  /** The same registration without `then`. */
  readonly #plain: Registration;

  constructor(replies: ReplyList, reply: RegisteredReply) {
    super(replies, reply);
    this.#extend = (answer) => replies.extend(reply, answer);
    this.#plain = new Registration(replies, reply);
  }

  /**
   * Adds the answer to all requests after the limit: `once(a).then(b)` answers one request with `a`, and all others with `b`. A
   * further call continues the sequence.
   *
   * @throws InvalidReplyError if the answer breaks the contract.
   */
  then(answer: CodeAnswer): LimitedRegistration;
  /** Lets `await` have the registration: it takes every object with a `then` for a promise. */
  then(onFulfilled: (registration: Registration) => unknown, onRejected: (reason: unknown) => unknown): void;
  then(
    given: CodeAnswer | ((registration: Registration) => unknown),
    onRejected?: (reason: unknown) => unknown,
  ): LimitedRegistration | undefined {
    if (onRejected === undefined) {
      // The first overload is the one without a second function.
      this.#extend(given as CodeAnswer);
      return this;
    }
    // With `this`, `await` would call `then` again.
    (given as (registration: Registration) => unknown)(this.#plain);
    return undefined;
  }
}
