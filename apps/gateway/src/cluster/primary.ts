import cluster, { type Worker } from "node:cluster";
import { Registry } from "prom-client";
import { aggregateMetrics } from "./aggregate-metrics.ts";
import { countForWorkers } from "./count-for-workers.ts";
import { createReload } from "./create-reload.ts";
import { watchHeartbeats } from "./heartbeat.ts";
import { isGatewayMessage, type MessageFromWorker, tellWorker } from "./messages.ts";
import type { RunOptions } from "./run-options.ts";
import type { Signals } from "./signals.ts";
import { WorkerReloads } from "./worker-reloads.ts";

/** Milliseconds until a dead worker is replaced. Doubles for each that dies soon after. */
const firstDelay = 100;
const longestDelay = 30_000;
/** Milliseconds after which a worker's death is unrelated to the one before. */
const settledAfter = 60_000;
/** Milliseconds that a worker gets beyond the drain timeout. */
const patience = 5000;

/** Starts workers, replaces those that die or hang, and passes commands on to them. */
export async function runPrimary(options: RunOptions, signals: Signals): Promise<void> {
  const { workers: count, greet, logger, reloadMetrics } = options;
  // The workers accept connections from one socket. If this process accepted them, it would lose those that are on their way to
  // a worker that dies (docs/decisions/workers-share-a-socket.md).
  cluster.schedulingPolicy = cluster.SCHED_NONE;
  // Limits and metrics count for all workers together.
  countForWorkers();
  const registry = new Registry();
  reloadMetrics.register(registry);
  aggregateMetrics(registry);
  watchHeartbeats((worker) => {
    logger.error({ pid: worker.process.pid }, "a worker does not respond and is killed");
    worker.process.kill("SIGKILL");
  });

  const started = Promise.withResolvers<string>();
  // Not `cluster.workers`: that keeps a worker that has ended until its channel is closed, too.
  const workers = new Set<Worker>();
  /** The workers that have their configuration. The others cannot have accepted a connection. */
  const configured = new Set<Worker>();
  const serving = new Set<Worker>();
  const reloads = new WorkerReloads();
  /** The configuration that the workers serve. */
  let config = options.configureWorkers();
  let deaths = 0;
  let hasStarted = false;
  let stopping = false;

  function fork(): void {
    if (stopping) return;
    const startedAt = performance.now();
    const worker = cluster.fork();
    workers.add(worker);
    // A message to a worker that has just died. Its exit follows.
    worker.on("error", () => {});
    worker.on("message", (message: unknown) => {
      if (!isGatewayMessage<MessageFromWorker>(message)) return;
      if (message.kind === "loaded") {
        void configure(worker);
      } else if (message.kind === "serving") {
        serving.add(worker);
        logger.info({ pid: worker.process.pid }, "serving");
        if (serving.size === count) started.resolve(message.url);
      } else if (message.kind === "failed" && !stopping) {
        if (hasStarted) logger.error({ reason: message.message }, "a worker cannot serve");
        started.reject(Object.assign(new Error(message.message), message.error));
      }
    });
    worker.once("exit", (code, signal) => {
      workers.delete(worker);
      configured.delete(worker);
      const served = serving.delete(worker);
      if (stopping) {
        // A worker that did not serve yet may end in any way: it had no requests.
        if (served && code !== 0) process.exitCode = 1;
        if (workers.size === 0) process.exit();
        return;
      }
      deaths = performance.now() - startedAt > settledAfter ? 1 : deaths + 1;
      const delay = Math.min(longestDelay, firstDelay * 2 ** (deaths - 1));
      logger.error({ pid: worker.process.pid, code, signal, delay }, "a worker died and will be replaced");
      setTimeout(fork, delay);
    });
  }

  async function configure(worker: Worker): Promise<void> {
    await reloads.settled;
    configured.add(worker);
    tellWorker(worker, { kind: "start", config });
  }

  function killWorkers(): void {
    for (const worker of workers) worker.process.kill("SIGKILL");
  }

  const reload = createReload(options, (next) =>
    reloads.serve(next, [...configured], () => {
      config = next;
      logger.level = next.log.level;
    }),
  );
  signals.handle({
    async drain() {
      stopping = true;
      if (workers.size === 0) process.exit();
      for (const worker of workers) {
        if (serving.has(worker)) tellWorker(worker, { kind: "drain" });
        else worker.process.kill(configured.has(worker) ? "SIGTERM" : "SIGKILL");
      }
      setTimeout(killWorkers, config.drain.timeout + patience);
    },
    reload,
  });
  for (let index = 0; index < count; index += 1) fork();
  try {
    const url = await started.promise;
    hasStarted = true;
    options.watch?.(reload);
    greet(url);
  } catch (error) {
    stopping = true;
    killWorkers();
    throw error;
  }
}
