import cluster, { type Worker } from "node:cluster";
import { RateLimiterClusterMaster } from "rate-limiter-flexible";
import { isGatewayMessage, type MessageFromWorker, type MessageToWorker } from "./messages.ts";
import { aggregateMetrics } from "./metrics.ts";
import type { RunOptions } from "./run-options.ts";
import { handleSignals } from "./signals.ts";

/** Milliseconds until a dead worker is replaced. Doubles for each that dies soon after. */
const firstDelay = 100;
const longestDelay = 30_000;
/** Milliseconds after which a worker's death is unrelated to the one before. */
const settledAfter = 60_000;
/** Milliseconds that a worker gets beyond the drain timeout. */
const patience = 5000;

/** Starts workers, replaces those that die, and passes commands on to them. */
export async function runPrimary(options: RunOptions): Promise<void> {
  const { workers: count, workerEnvironment, drain, greet, logger } = options;
  // Limits and metrics count for all workers together.
  new RateLimiterClusterMaster();
  aggregateMetrics();

  const started = Promise.withResolvers<string>();
  let serving = 0;
  let deaths = 0;
  let stopping = false;

  function fork(): void {
    if (stopping) return;
    const startedAt = performance.now();
    const worker = cluster.fork(workerEnvironment);
    worker.on("message", (message: unknown) => {
      if (!isGatewayMessage<MessageFromWorker>(message)) return;
      if (message.kind === "serving") {
        serving += 1;
        logger.info({ pid: worker.process.pid }, "serving");
        if (serving === count) started.resolve(message.url);
      } else if (message.kind === "failed") {
        if (serving >= count) logger.error({ reason: message.message }, "a worker cannot serve");
        started.reject(Object.assign(new Error(message.message), message.error));
      }
    });
    worker.once("exit", (code, signal) => {
      if (stopping) {
        if (code !== 0) process.exitCode ??= 1;
        if (workers().length === 0) process.exit();
        return;
      }
      deaths = performance.now() - startedAt > settledAfter ? 1 : deaths + 1;
      const delay = Math.min(longestDelay, firstDelay * 2 ** (deaths - 1));
      logger.error({ pid: worker.process.pid, code, signal, delay }, "a worker died and will be replaced");
      setTimeout(fork, delay);
    });
  }

  for (let index = 0; index < count; index += 1) fork();
  handleSignals({
    async drain() {
      stopping = true;
      if (workers().length === 0) process.exit();
      tellWorkers({ kind: "drain" });
      setTimeout(killWorkers, drain.timeout + patience);
    },
    reload: async () => tellWorkers({ kind: "reload" }),
  });
  try {
    greet(await started.promise);
  } catch (error) {
    stopping = true;
    killWorkers();
    throw error;
  }
}

function workers(): Worker[] {
  return Object.values(cluster.workers ?? {}).filter((worker) => worker !== undefined);
}

function tellWorkers(message: MessageToWorker): void {
  for (const worker of workers()) if (worker.isConnected()) worker.send(message);
}

function killWorkers(): void {
  for (const worker of workers()) worker.process.kill("SIGKILL");
}
