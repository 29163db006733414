import pino, { type DestinationStream, type Logger } from "pino";
import { LogOutput } from "./log-output.ts";
import type { Observer, RequestRecord } from "./request-record.ts";

/** The amount of logging. */
export interface LogOptions {
  /** `info` logs a line per request; `debug` adds health probes. */
  readonly level: "debug" | "info" | "warn" | "error" | "silent";
}

/** Writes the log: one line of JSON per entry. */
export interface Logs {
  /** For entries that do not belong to a request. */
  readonly logger: Logger;
  /** Logs a request that has ended: an internal error as `error`, other failures as `warn`, the rest as `info`. */
  readonly observe: Observer;
}

/**
 * Creates a log, by default on stderr. A request's entry is its record: no prompt and no completion unless the record was
 * given them, and never a token.
 */
export function createLogs({ level }: LogOptions, destination: DestinationStream = new LogOutput(2)): Logs {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    logger,
    observe(record) {
      const level = chooseLevel(record);
      if (logger.isLevelEnabled(level)) logger[level](toEntry(record), "request");
    },
  };
}

function chooseLevel({
  path,
  errorCode,
  failure,
}: Readonly<RequestRecord>): "debug" | "info" | "warn" | "error" {
  if (path === "/healthz" || path === "/readyz" || path === "/metrics") return "debug";
  if (errorCode === "internal_error") return "error";
  return failure === undefined ? "info" : "warn";
}

function toEntry(record: Readonly<RequestRecord>): object {
  const { startedAt, firstTokenAt, endedAt = startedAt, failure, ...facts } = record;
  return {
    ...facts,
    durationMs: round(endedAt - startedAt),
    ...(firstTokenAt !== undefined && { firstTokenMs: round(firstTokenAt - startedAt) }),
    ...(failure !== undefined && {
      failure: formatFailure(failure, record.errorCode === "internal_error"),
    }),
  };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

/** Formats the messages of an error and its causes, with the stack for an internal error. */
function formatFailure(failure: unknown, withStack: boolean): string {
  if (!(failure instanceof Error)) return String(failure).slice(0, 500);
  const own = withStack
    ? (failure.stack ?? failure.message)
    : `${failure.name}: ${failure.message}`.slice(0, 500);
  return failure.cause === undefined ? own : `${own}; cause: ${formatFailure(failure.cause, withStack)}`;
}
