import pino, { type DestinationStream, type Logger } from "pino";
import { LogOutput } from "./log-output.ts";
import type { Observer, RequestRecord } from "./request-record.ts";

/** The most causes of an error that are logged. An error can be its own cause. */
const mostCauses = 8;

/** The amount of logging. */
export interface LogOptions {
  /** `info` logs a line per request; `debug` adds health probes, files of the site, and old requests in progress. */
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
  isOfSite,
  status = 0,
  errorCode,
  failure,
}: Readonly<RequestRecord>): "debug" | "info" | "warn" | "error" {
  if (isOfSite || path === "/healthz" || path === "/readyz" || path === "/metrics") return "debug";
  if (errorCode === "internal_error") return "error";
  // A full queue and an open breaker have no cause.
  return failure === undefined && status < 500 ? "info" : "warn";
}

function toEntry(record: Readonly<RequestRecord>): object {
  const {
    startedAt,
    queuedAt,
    dequeuedAt = queuedAt,
    firstTokenAt,
    endedAt = startedAt,
    failure,
    isOfSite: _isOfSite,
    askedUpstream: _askedUpstream,
    older: _older,
    newer: _newer,
    trace,
    ...facts
  } = record;
  return {
    ...facts,
    ...(trace !== undefined && { traceId: trace.traceId }),
    durationMs: round(endedAt - startedAt),
    ...(queuedAt !== undefined && dequeuedAt !== undefined && { queuedMs: round(dequeuedAt - queuedAt) }),
    ...(firstTokenAt !== undefined && { firstTokenMs: round(firstTokenAt - startedAt) }),
    ...(failure !== undefined && {
      failure: formatFailure(failure, record.errorCode === "internal_error"),
    }),
  };
}

function round(milliseconds: number): number {
  return Math.round(milliseconds * 100) / 100;
}

/**
 * Formats an error and its causes: each with its name, its message, and its code if the message lacks it; an internal error with
 * its stack instead.
 */
function formatFailure(failure: unknown, withStack: boolean): string {
  return listCauses(failure)
    .map((cause) => (withStack && cause instanceof Error && cause.stack) || describeError(cause))
    .map((text, index, all) => (index < all.length - 1 ? text.replace(/\.$/, "") : text))
    .join("; cause: ");
}

/** Lists an error and its causes. An error of several attempts, such as one for each address of a host, counts as their first. */
function listCauses(failure: unknown): unknown[] {
  const causes = [failure];
  for (let cause = failure; cause instanceof Error && causes.length < mostCauses; ) {
    cause = cause.cause ?? (cause instanceof AggregateError ? cause.errors[0] : undefined);
    if (cause === undefined) break;
    causes.push(cause);
  }
  return causes;
}

function describeError(error: unknown): string {
  if (!(error instanceof Error)) return shorten(String(error));
  const { name, message } = error;
  const code =
    "code" in error && typeof error.code === "string" && !message.includes(error.code) && error.code;
  return shorten(`${name}${code ? ` (${code})` : ""}${message && `: ${message}`}`);
}

/** Makes text one line of a length that a reader of the log can bear. */
function shorten(text: string): string {
  return text.replaceAll(/\s+/g, " ").slice(0, 500);
}
