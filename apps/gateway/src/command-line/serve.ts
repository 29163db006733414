import cluster from "node:cluster";
import { explainListenError, UsageError } from "@completions-api/command-line";
import { runGateway } from "../cluster/run-gateway.ts";
import type { ServeOptions } from "../cluster/run-options.ts";
import type { ServedConfig } from "../cluster/served-config.ts";
import type { Signals } from "../cluster/signals.ts";
import { runWorker } from "../cluster/worker.ts";
import { checkFixed } from "../config/check-fixed.ts";
import { ConfigError } from "../config/config-error.ts";
import { FileWatch } from "../config/file-watch.ts";
import { listWarnings } from "../config/list-warnings.ts";
import type { CheckedConfig, ConfigSource } from "../config/read-config.ts";
import { findSite } from "../find-site.ts";
import type { Config } from "../generated/config.ts";
import { isOfMetrics } from "../server/error-of-metrics.ts";
import { createLogs } from "../telemetry/logs.ts";
import { openLog } from "../telemetry/open-log.ts";
import { ReloadMetrics } from "../telemetry/reload-metrics.ts";
import { formatGreeting } from "./greeting.ts";
import { readFromFile } from "./read-from-file.ts";
import { createTemporaryKey } from "./temporary-key.ts";

/** How to serve. */
export interface ServeSettings {
  /** The number of processes that serve. */
  readonly workers: number;
  /** True to reload the configuration whenever its files change. */
  readonly watch: boolean;
  readonly signals: Signals;
}

/** Serves until a signal stops the process. A worker serves the configuration that the first process has read. */
export async function serve(source: ConfigSource, { workers, watch, signals }: ServeSettings): Promise<void> {
  if (cluster.isWorker) {
    // Before the worker says that it is loaded: from then on it may not miss heartbeats.
    await loadGateway();
    return runWorker((config) => configure(config), signals);
  }

  const { file } = source;
  const fileWatch = watch && file !== undefined ? new FileWatch(file) : undefined;
  await fileWatch?.note();
  const checked = await readFromFile(source).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(file === undefined ? error.message : `${file} cannot be used.\n${error.message}`);
  });
  const { config } = checked;
  const { faces } = config;
  const hasSite = findSite(config) !== undefined;
  const temporaryKey = createTemporaryKey(config);
  const temporaryKeys = temporaryKey ? [temporaryKey.entry] : [];
  const withKeys = (read: Config): ServedConfig => ({ ...read, keys: [...read.keys, ...temporaryKeys] });
  const reloadMetrics = new ReloadMetrics();
  const options = await configure(withKeys(config), reloadMetrics);
  const { logger } = options;
  const warn = (read: CheckedConfig): void => {
    for (const warning of listWarnings(read, workers)) logger.warn(warning);
  };
  warn(checked);
  await runGateway(
    {
      ...options,
      workers,
      configureWorkers: () => withKeys(config),
      async readAgain() {
        await fileWatch?.note();
        const read = await readFromFile(source);
        const next = read.config;
        checkFixed(config, next);
        warn(read);
        if (next.keys.length + next.tokens.length + temporaryKeys.length === 0) {
          logger.warn("The configuration has no keys and no tokens any more, so nobody can send requests.");
        }
        return withKeys(next);
      },
      reloadMetrics,
      ...(fileWatch && { watch: (reload) => void fileWatch.run(reload) }),
      greet: (url) => console.log(formatGreeting(url, { key: temporaryKey?.key, faces, hasSite })),
    },
    signals,
  ).catch((error: unknown) => {
    throw explainStartError(error, config);
  });
}

/** Explains why one of the two servers cannot listen. Returns any other error as it is. */
function explainStartError(
  error: unknown,
  { listen, metrics: { host = listen.host, port } }: Pick<Config, "listen" | "metrics">,
): unknown {
  if (port === undefined || !isOfMetrics(error)) return explainListenError(error, listen);
  return explainListenError(error, { host, port }, "Choose another one for `metrics.port`.");
}

/** Prepares to serve a configuration in this process. */
async function configure(config: ServedConfig, reloadMetrics?: ReloadMetrics): Promise<ServeOptions> {
  const logs = createLogs(config.log, await openLog(config.log.format));
  return {
    drain: config.drain,
    logger: logs.logger,
    async start() {
      const { createGateway } = await loadGateway();
      return createGateway(config, { logs, ...(reloadMetrics && { reloadMetrics }) });
    },
  };
}

/** Loads the code that serves requests, which takes most of a start. A process that only leads workers does without it. */
const loadGateway = () => import("../create-gateway.ts");
