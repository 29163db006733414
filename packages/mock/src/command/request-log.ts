import type { JournalOptions } from "../sessions/journal.ts";
import { formatJsonLine, formatRequestLine } from "./request-line.ts";

/** Options of {@link createRequestLog}. */
export interface RequestLogOptions {
  /** Logs nothing. */
  readonly quiet: boolean;
  /** Logs lines of JSON. Otherwise logs lines for people, if they are at a terminal. */
  readonly json: boolean;
}

/** A stream that may be a terminal. */
type Terminal = Pick<NodeJS.WriteStream, "write" | "writableLength"> &
  Partial<Pick<NodeJS.WriteStream, "isTTY" | "hasColors">>;

/** In characters: 1 Mi. */
const mostWaiting = 2 ** 20;

/**
 * Creates the function that logs a line for each request of `completions-mock`. Lines are dropped while a slow reader has more than
 * 1 MiB to read, and once there is no reader any more.
 *
 * @param stdout - of the process. It has no `hasColors` unless it is a terminal.
 * @returns undefined if the options turn the log off.
 */
export function createRequestLog(
  { quiet, json }: RequestLogOptions,
  stdout: Terminal,
): JournalOptions["observe"] {
  if (quiet || !(json || stdout.isTTY)) return undefined;
  const hasColors = !json && (stdout.hasColors?.() ?? false);
  return (request) => {
    if (stdout.writableLength > mostWaiting) return;
    stdout.write(`${json ? formatJsonLine(request) : formatRequestLine(request, { hasColors })}\n`);
  };
}
