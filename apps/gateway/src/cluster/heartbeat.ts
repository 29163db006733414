import cluster, { type Worker } from "node:cluster";
import { tellPrimary } from "./messages.ts";

/** Milliseconds between two heartbeats of a worker. */
const interval = 1000;
/** The number of heartbeats in a row that a worker may miss. */
const mostMissed = 5;
/** The number that it may miss before the first, because it is loading its code. */
const mostMissedAtStart = 30;

/** Shows the primary process regularly that this worker's event loop turns. */
export function sendHeartbeats(): void {
  setInterval(() => tellPrimary({ kind: "alive" }), interval).unref();
}

/**
 * Watches the heartbeats of all workers. For the primary process. Any message of a worker counts as one. Missed ones are counted
 * rather than timed: when all processes were stopped together, as by Ctrl-Z, no worker is to blame.
 *
 * @param onHang - called, once a second, while a worker has missed too many.
 */
export function watchHeartbeats(onHang: (worker: Worker) => void): void {
  const missed = new Map<Worker, number>();
  cluster.on("fork", (worker) => missed.set(worker, mostMissed - mostMissedAtStart));
  cluster.on("message", (worker) => missed.has(worker) && missed.set(worker, 0));
  cluster.on("exit", (worker) => missed.delete(worker));
  setInterval(() => {
    for (const [worker, count] of missed) {
      missed.set(worker, count + 1);
      if (count >= mostMissed) onHang(worker);
    }
  }, interval).unref();
}
