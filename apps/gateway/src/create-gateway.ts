import type { ConfiguredGateway } from "./cluster/configured-gateway.ts";
import type { ServedConfig } from "./cluster/served-config.ts";
import { createLastingParts } from "./create-lasting-parts.ts";
import { prepareParts } from "./prepare-parts.ts";
import { startGateway } from "./server/start-gateway.ts";
import type { Logs } from "./telemetry/logs.ts";
import { isForCompletion } from "./telemetry/metrics.ts";
import type { ReloadMetrics } from "./telemetry/reload-metrics.ts";

/** The parts of a gateway that its owner keeps. */
export interface GatewayOptions {
  readonly logs: Logs;
  /** The variables that the configuration names. By default those of the process. */
  readonly environment?: NodeJS.ProcessEnv;
  /** The metrics of reloads, if this process is the one that reads the configuration. */
  readonly reloadMetrics?: ReloadMetrics;
}

/**
 * Creates a gateway from a configuration, and starts it.
 *
 * @throws Error of `node:net` if it cannot listen, for example with the code `EADDRINUSE`.
 */
export async function createGateway(
  config: ServedConfig,
  { logs, environment = process.env, reloadMetrics }: GatewayOptions,
): Promise<ConfiguredGateway> {
  const lasting = await createLastingParts(config, { logs, environment, reloadMetrics });
  const first = await prepareParts(config, lasting);
  first.apply();
  const gateway = await startGateway({
    ...first.parts,
    listen: config.listen,
    readTimeout: config.stream.readTimeout,
    begin(record, headers) {
      if (!isForCompletion(record)) return undefined;
      lasting.openRequests.begin(record);
      return lasting.traces.current?.begin(record, headers);
    },
    observe(record) {
      lasting.openRequests.end(record);
      lasting.metrics.observe(record);
      record.trace?.end();
      logs.observe(record);
    },
    drained: () => lasting.traces.close(),
    close: () => lasting.close(),
  });
  return {
    ...gateway,
    async prepare(next) {
      const { parts, apply, release } = await prepareParts(next, lasting);
      return {
        commit() {
          apply();
          gateway.replace(parts);
        },
        discard: release,
      };
    },
  };
}
