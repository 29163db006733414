import type { AnswerViolation } from "./answer-violation.ts";

/** An exchange with the real server that has ended. */
export interface CheckedExchange {
  readonly method: string;
  readonly path: string;
  readonly status: number;
  readonly violations: readonly AnswerViolation[];
  /** A remark that is not about the server, such as that the request breaks the contract. */
  readonly note?: string;
}

/** Prints the violations of an exchange and its note to stderr. */
export function printExchange(exchange: CheckedExchange): void {
  for (const line of formatExchange(exchange)) console.error(line);
}

/** Formats an exchange as one line for each violation and for the note. */
export function formatExchange({ method, path, status, violations, note }: CheckedExchange): string[] {
  const start = `${method} ${path} → ${status}`;
  return [
    ...violations.map(({ rule, message }) => `${start}: ${rule}: ${message}`),
    ...(note === undefined ? [] : [`${start}: note: ${note}`]),
  ];
}
