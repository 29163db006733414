import { type ConnectionEnd, connectionEnds } from "../hostile-case.ts";
import { judgeResponse } from "./judge-response.ts";
import type { ReadResponse } from "./response-reader.ts";

/** The responses to a group of evil callers. */
export interface CallerReport {
  /** The number of responses of each kind. */
  readonly responses: Readonly<Record<string, number>>;
  /** Some of the responses that broke the contract. */
  readonly faults: readonly string[];
  readonly ends: Readonly<Record<ConnectionEnd, number>>;
  /** The bytes that arrived. */
  readonly received: number;
}

/** Adds up the reports of several groups. */
export function sum(reports: readonly CallerReport[]): CallerReport {
  const responses: Record<string, number> = {};
  const ends = noEnds();
  let received = 0;
  for (const report of reports) {
    for (const [kind, count] of Object.entries(report.responses))
      responses[kind] = (responses[kind] ?? 0) + count;
    for (const end of connectionEnds) ends[end] += report.ends[end];
    received += report.received;
  }
  return { responses, faults: reports.flatMap(({ faults }) => faults), ends, received };
}

/** Counts what a group of evil callers sees. */
export class Tally {
  readonly #responses: Record<string, number> = {};
  readonly #faults = new Set<string>();
  readonly #ends: Record<ConnectionEnd, number> = noEnds();
  #received = 0;

  addResponse(response: ReadResponse): void {
    const { kind, fault } = judgeResponse(response);
    this.#responses[kind] = (this.#responses[kind] ?? 0) + 1;
    if (fault !== undefined && this.#faults.size < 5) this.#faults.add(fault);
  }

  addEnd(end: ConnectionEnd): void {
    this.#ends[end] += 1;
  }

  addBytes(count: number): void {
    this.#received += count;
  }

  report(): CallerReport {
    return {
      responses: this.#responses,
      faults: [...this.#faults],
      ends: this.#ends,
      received: this.#received,
    };
  }
}

function noEnds(): Record<ConnectionEnd, number> {
  return { left: 0, closed: 0, unanswered: 0, reset: 0, refused: 0, open: 0 };
}
