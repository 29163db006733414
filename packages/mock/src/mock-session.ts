import type { Fault, StreamFault } from "./faults.ts";
import type { CodeAnswer } from "./replies/answer.ts";
import type { CodeReplyMatcher } from "./replies/reply.ts";
import type { LoggedRequest } from "./sessions/journal.ts";
import type { Session } from "./sessions/session.ts";
import type { Latency } from "./timing.ts";

/** The part of a mock that one test scripts and looks at. */
export interface MockSession {
  /** The base URL for clients, such as `http://127.0.0.1:4010`. OpenAI's clients need `/v1` after it. */
  readonly url: string;
  /** The last requests: 1,000, or fewer if the bodies would exceed 16 MiB. Each access creates a new list. */
  readonly requests: readonly LoggedRequest[];
  /**
   * Answers requests from now on.
   *
   * @param when - the requests to answer; without it, every request for a completion.
   * @param answer - one answer, or a sequence: one for each request, and the last one from then on.
   */
  reply(answer: CodeAnswer | readonly CodeAnswer[]): void;
  reply(when: CodeReplyMatcher, answer: CodeAnswer | readonly CodeAnswer[]): void;
  /** Breaks every stream from now on. */
  fault(type: Fault, options?: Omit<StreamFault, "type">): void;
  /** Makes every response take time from now on. */
  latency(latency: Latency): void;
  /** Forgets replies, faults, latency and requests. */
  reset(): void;
}

/** Creates the part of a mock that one test uses. */
export function createMockSession(session: Session, url: string): MockSession {
  return {
    url,
    get requests() {
      return session.journal.list();
    },
    reply(...given: readonly unknown[]) {
      const [when, answer] = given.length > 1 ? given : [{}, given[0]];
      // The overloads of the interface say what is given.
      session.replies.add([
        { when: when as CodeReplyMatcher, answer: answer as CodeAnswer | readonly CodeAnswer[] },
      ]);
    },
    fault(type, options = {}) {
      session.fault = { type, ...options };
    },
    latency(latency) {
      session.latency = latency;
    },
    reset: () => session.reset(),
  };
}
