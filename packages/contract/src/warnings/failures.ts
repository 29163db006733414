import type { RecordedExchange } from "@completions-api/protocol/recorded";
import type { CaseResult, Warning } from "../results.ts";

interface Failures {
  readonly id: string;
  /** The share of all requests above which the results are doubtful. */
  readonly share: number;
  readonly matches: (exchange: RecordedExchange) => boolean;
  /** The predicate of a sentence about the requests. */
  readonly what: string;
  readonly advice: string;
}

const hasStatus = (matches: (status: number) => boolean) => (exchange: RecordedExchange) =>
  exchange.response !== undefined && matches(exchange.response.status);

const failures: readonly Failures[] = [
  {
    id: "unauthorized",
    share: 0.5,
    matches: hasStatus((status) => status === 401 || status === 403),
    what: "got 401 or 403, so that next to nothing was tested",
    advice: "Check the token, and what it may do.",
  },
  {
    id: "rate-limited",
    share: 0.05,
    matches: hasStatus((status) => status === 429),
    what: "got 429, so that cases failed for that reason alone",
    advice: "Raise the limit, or run fewer cases at once.",
  },
  {
    id: "server-errors",
    share: 0.5,
    matches: hasStatus((status) => status >= 500),
    what: "got a status of 500 or above, so that next to nothing was tested",
    advice: "Find out from the server's log why it fails.",
  },
  {
    id: "no-response",
    share: 0.1,
    matches: ({ error }) => error !== undefined,
    what: "got no response, or not all of it in time",
    advice: "Give a longer time limit, run fewer cases at once, or see why the server closes connections.",
  },
];

// A few requests say nothing about a run: somebody may select a case that is about this very failure.
const minimumRequests = 5;

/** Finds failures that have nothing to do with the cases: those of most requests. Cases that passed wanted what they got. */
export function findFailures(results: readonly CaseResult[]): readonly Warning[] {
  const all = results.flatMap(({ exchanges }) => exchanges).length;
  const doubtful = results
    .filter(({ outcome }) => outcome !== "passed")
    .flatMap(({ exchanges }) => exchanges);
  if (all < minimumRequests) return [];
  return failures.flatMap(({ id, share, matches, what, advice }) => {
    const { length } = doubtful.filter(matches);
    return length > share * all ? [{ id, message: `${length} of ${all} requests ${what}. ${advice}` }] : [];
  });
}
