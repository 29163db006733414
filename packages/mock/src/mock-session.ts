import type { Violation } from "./referee/referee.ts";
import { createScripting, type Scripting } from "./replies/scripting.ts";
import { describeUnused } from "./replies/unused-replies.ts";
import type { Har } from "./sessions/har.ts";
import type { LoggedRequest } from "./sessions/logged-request.ts";
import type { RequestMatcher } from "./sessions/request-matcher.ts";
import type { Session, SessionOptions } from "./sessions/session.ts";

/** Options of a session, instead of those of the mock. */
export type MockSessionOptions = Pick<SessionOptions, "strict">;

/** The part of a mock that one test scripts and looks at. */
export interface MockSession extends Scripting {
  /** The base URL for clients, such as `http://127.0.0.1:4010`. OpenAI's clients need `/v1` after it. */
  readonly url: string;
  /**
   * The last requests with their responses: 1,000, or fewer if they would exceed 16 MiB. Each access creates a new list.
   */
  readonly requests: readonly LoggedRequest[];
  /** The last request, or undefined if there is none. */
  readonly lastRequest: LoggedRequest | undefined;
  /**
   * Waits for a request: the oldest one that fits and that no earlier call has returned, even if it came before this call. So
   * it does not matter whether a test first waits or first acts. Does not wait for the response.
   *
   * @param matcher - the requests to wait for: those for a completion that fit, as for a reply, or those for which a function
   * returns true. By default every request, even an invalid one.
   * @param options - `timeout`: in milliseconds, by default 4000, which is less than Vitest and Jest give a test.
   * @throws Error if none comes in time. It lists the requests that came instead, and why they do not fit.
   */
  waitForRequest(matcher?: RequestMatcher, options?: { readonly timeout?: number }): Promise<LoggedRequest>;
  /** Exports the requests and their responses in the HTTP Archive format, which browsers' developer tools open. */
  har(): Har;
  /** The first 1,000 requests and responses that the referee refused. Each access creates a new list. */
  readonly violations: readonly Violation[];
  /** A sentence about each reply that was never used, or less often than its limit says. */
  readonly unusedReplies: readonly string[];
  /** Forgets replies, faults, latency, requests and violations. */
  reset(): void;
}

/** Creates the part of a mock that one test uses. */
export function createMockSession(session: Session, url: string): MockSession {
  return {
    ...createScripting(session),
    url,
    get requests() {
      return session.journal.list();
    },
    get lastRequest() {
      return session.journal.last();
    },
    waitForRequest: (matcher = {}, { timeout = 4000 } = {}) => session.journal.waitFor(matcher, timeout),
    har: () => session.journal.toHar(),
    get violations() {
      return [...session.violations];
    },
    get unusedReplies() {
      return describeUnused(session.replies);
    },
    reset: () => session.reset(),
  };
}
