import type { AnswerViolation } from "./answer-violation.ts";

/** An exchange with the real server that has ended. */
export interface CheckedExchange {
  /** The request's number in its session's journal. Counts from 1. */
  readonly number: number;
  readonly method: string;
  readonly path: string;
  /** The status of the server's answer, or of the proxy's error if the server did not answer. */
  readonly status: number;
  readonly violations: readonly AnswerViolation[];
  /** A remark: that the request breaks the contract, why the exchange is not recorded, or that the server did not answer. */
  readonly note?: string;
}

/** Prints the violations of an exchange and its note to stderr. */
export function printExchange(exchange: CheckedExchange): void {
  for (const line of formatExchange(exchange)) console.error(line);
}

/** Formats an exchange as one line for each violation and for the note. */
export function formatExchange({
  number,
  method,
  path,
  status,
  violations,
  note,
}: CheckedExchange): string[] {
  const start = `#${number} ${method} ${path} → ${status}`;
  return [
    ...violations.map(({ rule, message }) => `${start}: ${rule}: ${message}`),
    ...(note === undefined ? [] : [`${start}: note: ${note}`]),
  ];
}
