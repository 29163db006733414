import cluster from "node:cluster";
import type { Logger } from "pino";

/** Milliseconds that the reader of the log gets to read the rest. */
const readersTime = 5000;

/**
 * Ends this process once its log is written, or its reader has had the time for it: at exit, a reader that is behind would lose
 * lines, and a write could overtake one that is under way.
 *
 * A worker ends at once. When a process ends, Node.js makes the stderr that it shares with others block again, and a write that
 * blocks would keep the others from ending.
 */
export function exitAfterLog(logger: Pick<Logger, "flush">, code: number): void {
  const exit = () => process.exit(code);
  if (cluster.isWorker) exit();
  setTimeout(exit, readersTime);
  logger.flush(exit);
}
