import type { ApiKeyEntry } from "../../src/auth/api-keys.ts";
import type { ConfiguredGateway } from "../../src/cluster/configured-gateway.ts";
import { type ConfigSource, readConfig } from "../../src/config/read-config.ts";
import { createGateway } from "../../src/create-gateway.ts";
import { createLogs } from "../../src/telemetry/logs.ts";

/** The environment of a gateway. */
export interface Surroundings {
  readonly environment?: NodeJS.ProcessEnv;
  /** Keys beside those of the file. */
  readonly keys?: readonly ApiKeyEntry[];
  /** Receives each line of the log. */
  readonly write?: (line: string) => void;
}

/** Starts a gateway in this process as the command would, on a free port. */
export async function serveConfig(
  source: ConfigSource,
  { environment = {}, keys = [], write = () => {} }: Surroundings = {},
): Promise<ConfiguredGateway> {
  const config = await readConfig({ ...source, port: 0 }, environment);
  const logs = createLogs(config.log, { write });
  return createGateway({ ...config, keys: [...config.keys, ...keys] }, { logs, environment });
}
