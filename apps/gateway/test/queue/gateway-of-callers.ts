import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createApiKey } from "../../src/auth/api-keys.ts";
import type { Gateway } from "../../src/index.ts";
import { serveConfig } from "../support/serve-config.ts";

/** A gateway with one deployment, and its callers. */
export interface GatewayOfCallers extends AsyncDisposable {
  readonly url: string;
  /** The callers' keys. */
  readonly keys: Readonly<Record<string, string>>;
  /** Sends a request of a caller. */
  askAs(caller: string, body: object, signal?: AbortSignal): Promise<Response>;
  readonly drain: Gateway["drain"];
  /** Reads a metric of the deployment. */
  read(metric: string, labels?: string): Promise<number>;
}

/** The path and query of requests. */
export const completions = "/completions?api-version=2024-04-01-preview";

/**
 * Starts a gateway.
 *
 * @param callers - the properties of their entries in `keys`, by name.
 */
export async function startGatewayOfCallers(
  callers: Readonly<Record<string, object>>,
  deployment: object,
  others: object = {},
): Promise<GatewayOfCallers> {
  const created = Object.entries(callers).map(([name, entry]) => ({ ...entry, ...createApiKey(name), name }));
  const folder = mkdtempSync(join(tmpdir(), "gateway-"));
  const file = join(folder, "config.yaml");
  const keys = created.map(({ key: _, entry, ...rest }) => ({ ...rest, ...entry }));
  writeFileSync(file, JSON.stringify({ keys, deployments: { only: deployment }, ...others }));
  const gateway = await serveConfig({ file });
  rmSync(folder, { recursive: true });
  const byName = Object.fromEntries(created.map(({ name, key }) => [name, key]));
  return {
    url: gateway.url,
    keys: byName,
    drain: (timeout) => gateway.drain(timeout),
    askAs: (caller, body, signal) =>
      fetch(gateway.url + completions, {
        method: "POST",
        headers: { authorization: `Bearer ${byName[caller]}`, "content-type": "application/json" },
        body: JSON.stringify(body),
        ...(signal && { signal }),
      }),
    async read(metric, labels = "") {
      const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
      return Number(
        new RegExp(`^gateway_${metric}{deployment="only"${labels}.*} (.*)$`, "m").exec(metrics)?.[1],
      );
    },
    [Symbol.asyncDispose]: () => gateway[Symbol.asyncDispose](),
  };
}
