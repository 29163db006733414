import { createHash, randomUUID } from "node:crypto";
import { rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Gateway } from "../../src/index.ts";
import { serveConfig } from "../support/serve-config.ts";
import { token } from "../support/start-gateway.ts";
import { upstreamModel } from "../upstreams/start-upstream.ts";

/** What upstreams want, and the gateway has from its environment. */
export const upstreamKey = "an-upstream-key";

/** A gateway in front of an engine's server, as the command would start it; `more` is of its deployment. */
export function startGatewayInFront(engine: string, url: string, more: object = {}): Promise<Gateway> {
  const deployment = {
    engine,
    urls: [url],
    model: upstreamModel,
    credential: { env: "UPSTREAM_KEY" },
    ...more,
  };
  return startConfiguredGateway({ deployments: { default: deployment } });
}

/** A gateway as a configuration file has it, which any JSON is, too. It knows the tests' token. */
export async function startConfiguredGateway(config: object): Promise<Gateway> {
  const file = join(tmpdir(), `gateway-${randomUUID()}.yaml`);
  const sha256 = createHash("sha256").update(token).digest("hex");
  try {
    await writeFile(file, JSON.stringify(config));
    const environment = { UPSTREAM_KEY: upstreamKey };
    return await serveConfig({ file }, { environment, keys: [{ name: "tester", sha256 }] });
  } finally {
    await rm(file, { force: true });
  }
}
