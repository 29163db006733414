import { createHash, randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Gateway } from "../../src/index.ts";
import { type Surroundings, serveConfig } from "../support/serve-config.ts";
import { token } from "../support/start-gateway.ts";
import { upstreamModel } from "../upstreams/start-upstream.ts";

/** The key that upstreams require and that the gateway reads from its environment. */
export const upstreamKey = "an-upstream-key";

/**
 * Starts a gateway in front of an engine's server as the command would. `more` holds options of its deployment, and `config` the
 * rest of its configuration.
 */
export function startGatewayInFront(
  engine: string,
  url: string,
  more: object = {},
  config: object = {},
): Promise<Gateway> {
  const deployment = {
    engine,
    urls: [url],
    model: upstreamModel,
    credential: { env: "UPSTREAM_KEY" },
    ...more,
  };
  return startConfiguredGateway({ ...config, deployments: { default: deployment } });
}

/** Starts a gateway with a configuration file, which also accepts the tests' token. */
export async function startConfiguredGateway(
  config: object,
  { environment: more, write }: Pick<Surroundings, "environment" | "write"> = {},
): Promise<Gateway> {
  const file = join(tmpdir(), `gateway-${randomUUID()}.yaml`);
  const sha256 = createHash("sha256").update(token).digest("hex");
  try {
    // JSON is YAML.
    await writeFile(file, JSON.stringify(config));
    const environment = { UPSTREAM_KEY: upstreamKey, ...more };
    return await serveConfig(
      { file },
      { environment, keys: [{ name: "tester", sha256 }], ...(write && { write }) },
    );
  } finally {
    await rm(file, { force: true });
  }
}
