import type { Exchange, Referee, Violation } from "./referee.ts";

/** A referee, and what becomes of its verdicts. */
export interface AppointedReferee {
  readonly referee: Referee;
  /** True if it only reports what it refuses, and false if that becomes a 500. */
  readonly observes: boolean;
}

const maxViolations = 1000;

/**
 * Returns a referee that keeps a list of what another one refuses. If it only observes, it checks each request and response once the
 * event loop is free, which is usually after the response was sent, and writes what is refused to stderr.
 *
 * @param violations - the list; it keeps the first 1,000.
 */
export function applyVerdicts({ referee, observes }: AppointedReferee, violations: Violation[]): Referee {
  async function judge(
    { request: { method, url } }: Exchange,
    status: number | undefined,
    check: () => void | Promise<void>,
  ): Promise<void> {
    try {
      await check();
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error);
      const request = `${method} ${url.pathname}`;
      if (violations.length < maxViolations)
        violations.push({ request, ...(status !== undefined && { status }), reason });
      if (!observes) throw error;
      console.error(`completions-mock: ${request}${status === undefined ? "" : ` (${status})`}: ${reason}`);
    }
  }
  const start = (run: () => Promise<void>) => {
    if (!observes) return run();
    setImmediate(run);
    return undefined;
  };
  return {
    checkRequest: (exchange, read) =>
      start(() => judge(exchange, undefined, () => referee.checkRequest(exchange, read))),
    checkResponse: (exchange, response) =>
      start(() => judge(exchange, response.status, () => referee.checkResponse(exchange, response))),
  };
}
