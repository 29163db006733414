import type { Fault, StreamFault } from "../responses/faults.ts";
import type { Latency } from "../responses/timing.ts";
import { readSettings } from "../script/read-settings.ts";
import type { Session } from "../sessions/session.ts";
import type { CodeAnswer } from "./answer.ts";
import type { RegisteredReply } from "./registered-reply.ts";
import {
  createLimitedRegistration,
  createRegistration,
  type LimitedRegistration,
  type Registration,
} from "./registration.ts";
import type { CodeReplyMatcher } from "./reply.ts";

type Answers = CodeAnswer | readonly CodeAnswer[];

/** The scripting of a mock: what it answers, and how. Every method throws if what it is given is wrong. */
export interface Scripting {
  /**
   * Answers requests from now on. The newest reply that fits answers a request.
   *
   * @param when - the requests to answer; without it, every request for a completion.
   * @param answer - one answer, or a sequence: one for each request, and the last one from then on.
   * @throws InvalidReplyError if the answer breaks the contract.
   */
  reply(answer: Answers): Registration;
  reply(when: CodeReplyMatcher, answer: Answers): Registration;
  /** Answers the next request that fits, before any reply without a limit does. The oldest one comes first. */
  once(answer: CodeAnswer): LimitedRegistration;
  once(when: CodeReplyMatcher, answer: CodeAnswer): LimitedRegistration;
  /** Answers the next `count` requests that fit, like `once`. */
  times(count: number, answer: Answers): LimitedRegistration;
  times(count: number, when: CodeReplyMatcher, answer: Answers): LimitedRegistration;
  /**
   * Breaks completions from now on.
   *
   * @param options - `after`: the place of the fault; `times`: the number of completions to break, by default all.
   */
  fault(type: Fault, options?: Omit<StreamFault, "type"> & { readonly times?: number }): void;
  /** Makes every response take time from now on. */
  latency(latency: Latency): void;
}

/** Creates the scripting of a session. */
export function createScripting(session: Session): Scripting {
  const { replies } = session;

  function register(times: number | undefined, given: readonly unknown[]): RegisteredReply {
    const [when, answer] = given.length > 1 ? given : [undefined, given[0]];
    const [reply] = replies.add([
      {
        // The overloads of the interface say what is given. `add` checks it.
        answer: answer as Answers,
        ...(when !== undefined && { when: when as CodeReplyMatcher }),
        ...(times !== undefined && { times }),
      },
    ]);
    if (reply === undefined) throw new RangeError("No reply was registered.");
    return reply;
  }

  return {
    reply: (...given: readonly unknown[]) => createRegistration(replies, register(undefined, given)),
    once: (...given: readonly unknown[]) => createLimitedRegistration(replies, register(1, given)),
    times: (count: number, ...given: readonly unknown[]) =>
      createLimitedRegistration(replies, register(count, given)),
    fault(type, { times = Number.POSITIVE_INFINITY, ...options } = {}) {
      if (!(times >= 1)) throw new RangeError(`times must be at least 1, not ${times}.`);
      session.setFault(readSettings({ fault: { type, ...options } }).fault, times);
    },
    latency(latency) {
      session.latency = readSettings({ latency }).latency ?? {};
    },
  };
}
