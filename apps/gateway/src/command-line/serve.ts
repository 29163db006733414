import { explainListenError, UsageError } from "@completions-api/command-line";
import { ApiKeys } from "../auth/api-keys.ts";
import { runGateway } from "../cluster/run-gateway.ts";
import { ConfigError } from "../config/config-error.ts";
import { type ConfigSource, readConfig } from "../config/read-config.ts";
import { createGateway } from "../create-gateway.ts";
import { createLogs } from "../telemetry/logs.ts";
import { openLog } from "../telemetry/open-log.ts";
import { formatGreeting } from "./greeting.ts";
import { readFromFile } from "./read-from-file.ts";
import { createTemporaryKey } from "./temporary-key.ts";

/** Serves until a signal stops the process. */
export async function serve(source: ConfigSource, workers: number): Promise<void> {
  const config = await readFromFile(source).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(
      source.file === undefined ? error.message : `${source.file} cannot be used.\n${error.message}`,
    );
  });
  const temporaryKey = createTemporaryKey(config);
  const temporaryKeys = temporaryKey ? [temporaryKey.entry] : [];
  const keys = new ApiKeys([...config.keys, ...temporaryKeys]);
  const logs = createLogs(config.log, await openLog(config.log.format));
  await runGateway({
    workers,
    drain: config.drain,
    ...(temporaryKey && { workerEnvironment: temporaryKey.environment }),
    logger: logs.logger,
    start: () => createGateway(config, { keys, logs }),
    reload: async () => keys.replace([...(await readConfig(source)).keys, ...temporaryKeys]),
    greet: (url) => console.log(formatGreeting(url, { key: temporaryKey?.key, faces: config.faces })),
  }).catch((error: unknown) => {
    throw explainListenError(error, config.listen);
  });
}
