import pino, { type DestinationStream, type Logger } from "pino";
import { LogOutput } from "./log-output.ts";
import type { Observer, RequestRecord } from "./request-record.ts";

/** How much is logged. */
export interface LogOptions {
  /** `debug` adds probes to what `info` has: a line per request. */
  readonly level: "debug" | "info" | "warn" | "error" | "silent";
}

/** Who writes the log: JSON, a line per entry. */
export interface Logs {
  /** For what does not belong to a request. */
  readonly logger: Logger;
  /** Logs a request that has ended: a failure of the server's own as an error, the rest as `info`. */
  readonly observe: Observer;
}

/**
 * Makes a log, by default on stderr. What it says of a request is its record, hence no prompt, no completion unless the
 * record has been given them, and never a token.
 */
export function createLogs({ level }: LogOptions, destination: DestinationStream = new LogOutput(2)): Logs {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, destination);
  return {
    logger,
    observe(record) {
      const level = levelOf(record);
      if (logger.isLevelEnabled(level)) logger[level](describe(record), "request");
    },
  };
}

function levelOf({ path, errorCode, failure }: Readonly<RequestRecord>): "debug" | "info" | "warn" | "error" {
  if (path === "/healthz" || path === "/readyz" || path === "/metrics") return "debug";
  if (errorCode === "internal_error") return "error";
  return failure === undefined ? "info" : "warn";
}

function describe(record: Readonly<RequestRecord>): object {
  const { startedAt, firstTokenAt, endedAt = startedAt, failure, ...facts } = record;
  return {
    ...facts,
    durationMs: round(endedAt - startedAt),
    ...(firstTokenAt !== undefined && { firstTokenMs: round(firstTokenAt - startedAt) }),
    ...(failure !== undefined && {
      failure: describeFailure(failure, record.errorCode === "internal_error"),
    }),
  };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

/** The messages of an error and its causes; for a fault of the gateway's own with the stack that finds it. */
function describeFailure(failure: unknown, withStack: boolean): string {
  if (!(failure instanceof Error)) return String(failure).slice(0, 500);
  const own = withStack
    ? (failure.stack ?? failure.message)
    : `${failure.name}: ${failure.message}`.slice(0, 500);
  return failure.cause === undefined ? own : `${own}; cause: ${describeFailure(failure.cause, withStack)}`;
}
