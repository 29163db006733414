import type { Logger } from "pino";

/** Milliseconds that the reader of the log gets to read the rest. */
const readersTime = 5000;

/**
 * Ends this process once its log is written: at exit, a reader that is behind would lose lines, and a write could overtake one
 * that is under way.
 *
 * @param code - by default `process.exitCode`.
 */
export function exitAfterLog(
  logger: Pick<Logger, "flush">,
  code: number | string = process.exitCode ?? 0,
): void {
  const exit = () => process.exit(code);
  setTimeout(exit, readersTime);
  logger.flush(exit);
}
