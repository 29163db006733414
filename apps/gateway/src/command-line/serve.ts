import { ApiKeys } from "../auth/api-keys.ts";
import { runGateway } from "../cluster/run-gateway.ts";
import { ConfigError } from "../config/config-error.ts";
import { makeLocalKey } from "../config/local-key.ts";
import { type ConfigSource, readConfig } from "../config/read-config.ts";
import { createGateway } from "../create-gateway.ts";
import type { Config } from "../generated/config.ts";
import { createLogs } from "../telemetry/logs.ts";
import { formatGreeting } from "./greeting.ts";
import { readFromFile } from "./read-from-file.ts";
import { UsageError } from "./usage-error.ts";

/** Serves until the process is told to stop. */
export async function serve(source: ConfigSource, workers: number): Promise<void> {
  const config = await readFromFile(source).catch((error: unknown) => {
    if (!(error instanceof ConfigError)) throw error;
    throw new UsageError(
      source.file === undefined ? error.message : `${source.file} cannot be used.\n${error.message}`,
    );
  });
  const localKey = makeLocalKey(config);
  const localKeys = localKey ? [localKey.entry] : [];
  const keys = new ApiKeys([...config.keys, ...localKeys]);
  const logs = createLogs(config.log);
  await runGateway({
    workers,
    drain: config.drain,
    ...(localKey && { workerEnvironment: localKey.environment }),
    logger: logs.logger,
    start: () => createGateway(config, { keys, logs }),
    reload: async () => keys.replace([...(await readConfig(source)).keys, ...localKeys]),
    greet: (url) => console.log(formatGreeting(url, localKey?.key)),
  }).catch((error: NodeJS.ErrnoException) => {
    if (!["listen", "bind", "getaddrinfo"].includes(error.syscall ?? "")) throw error;
    throw new UsageError(describeListenError(error, config.listen));
  });
}

function describeListenError(
  { code, message }: NodeJS.ErrnoException,
  { host, port }: Config["listen"],
): string {
  if (code === "EADDRINUSE")
    return `Port ${port} of ${host} is in use. Choose another with --port, or any with --port 0.`;
  return `Cannot listen on port ${port} of ${host}: ${message}.`;
}
