// Runs a gateway with two workers. Each reload serves the next of the deployments whose names are the arguments. Some names make it go
// wrong: with `uncommitted`, one worker cannot change over; with `unreleased`, one cannot prepare, and the other cannot release what it
// has prepared; with `awaited`, a worker is ready only once a replacement of the other has loaded, which it does only meanwhile.

import cluster from "node:cluster";
import type { PreparedConfig } from "../../src/cluster/configured-gateway.ts";
import { runGateway } from "../../src/cluster/run-gateway.ts";
import type { ServeOptions } from "../../src/cluster/run-options.ts";
import type { ServedConfig } from "../../src/cluster/served-config.ts";
import { Signals } from "../../src/cluster/signals.ts";
import { runWorker } from "../../src/cluster/worker.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { createGateway } from "../../src/create-gateway.ts";
import { createLogs } from "../../src/telemetry/logs.ts";
import { ReloadMetrics } from "../../src/telemetry/reload-metrics.ts";

const names = process.argv.slice(2);
const logs = createLogs({ level: "info" });
const { logger } = logs;

async function configOfNext(): Promise<ServedConfig> {
  const config = await readConfig({ port: 0 }, {});
  const [embedded] = Object.values(config.deployments);
  const name = names.shift();
  if (embedded === undefined || name === undefined) fail("There is no further configuration.");
  return { ...config, deployments: { [name]: embedded } };
}

async function configure(config: ServedConfig): Promise<ServeOptions> {
  logger.info({ serves: Object.keys(config.deployments) }, "starting");
  return {
    logger,
    drain: config.drain,
    async start() {
      const { url, drain, prepare } = await createGateway(config, { logs });
      return { url, drain: (timeout) => drain(timeout), prepare: (next) => prepareAs(next, prepare) };
    },
  };
}

async function prepareAs(
  config: ServedConfig,
  prepare: (config: ServedConfig) => Promise<PreparedConfig>,
): Promise<PreparedConfig> {
  const { deployments } = config;
  const isFirst = cluster.worker?.id === 1;
  if ("unreleased" in deployments && isFirst) fail("It cannot prepare.");
  const prepared = await prepare(config);
  if ("awaited" in deployments) await askPrimary("may be ready");
  if ("unreleased" in deployments) return { ...prepared, discard: async () => fail("It cannot release it.") };
  if ("uncommitted" in deployments && isFirst)
    return { ...prepared, commit: () => fail("It cannot commit.") };
  return prepared;
}

function fail(message: string): never {
  throw new Error(message);
}

/** Asks the primary process, and waits for its permission. */
async function askPrimary(question: "may be ready" | "may load"): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>();
  process.on("message", (message) => message === question && resolve());
  process.send?.(question);
  await promise;
}

if (cluster.worker) {
  const isReplacement = cluster.worker.id > 2;
  const signals = new Signals();
  if (isReplacement) await askPrimary("may load");
  runWorker(configure, signals);
  // The primary process has dealt with its other messages before this one.
  if (isReplacement) process.send?.("has loaded");
} else {
  const preparing = Promise.withResolvers<void>();
  const loaded = Promise.withResolvers<void>();
  cluster.on("message", async (worker, message: unknown) => {
    if (message === "has loaded") loaded.resolve();
    if (message === "may be ready") {
      preparing.resolve();
      await loaded.promise;
      worker.send(message);
    } else if (message === "may load") {
      await preparing.promise;
      worker.send(message);
    }
  });
  const first = await configOfNext();
  await runGateway({
    workers: 2,
    drain: first.drain,
    start: () => fail("This process does not serve."),
    configureWorkers: () => first,
    readAgain: configOfNext,
    reloadMetrics: new ReloadMetrics(),
    greet: (url) => console.log(url),
    logger,
  });
}
