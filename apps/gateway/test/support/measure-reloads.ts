// Prints how many bytes each of 200 reloads retains, and how many each configuration takes, as JSON.
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { createApiKey } from "../../src/auth/api-keys.ts";
import type { PreparedConfig } from "../../src/cluster/configured-gateway.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { createGateway } from "../../src/create-gateway.ts";
import { createLogs } from "../../src/telemetry/logs.ts";

const folder = await mkdtemp(join(tmpdir(), "reloads-"));
const file = join(folder, "gateway.yaml");
const urls = Array.from({ length: 20 }, (_, index) => `http://127.0.0.1:9/${index}/v1`);
const written = {
  keys: Array.from({ length: 200 }, (_, index) => createApiKey(`team-${index}`).entry),
  tokens: [{ issuer: "https://issuer.example", audience: "a" }],
  filter: { terms: Array.from({ length: 200 }, (_, index) => `a term with the number ${index}`) },
  deployments: { small: { engine: "embedded" }, servers: { engine: "vllm", urls, model: "m" } },
};
// JSON is YAML.
await writeFile(file, JSON.stringify(written));
const config = await readConfig({ file, port: 0 }, {});
await rm(folder, { recursive: true });
const gateway = await createGateway(config, { logs: createLogs(config.log, { write() {} }) });

/** Prepares a configuration none of whose large parts is that of another one. */
async function prepare(count: number): Promise<PreparedConfig> {
  const { small, servers } = config.deployments;
  if (!small || !servers || servers.engine === "embedded") throw new Error("The file has these deployments.");
  const timeouts = { ...servers.timeouts, connect: 1000 + count };
  return gateway.prepare({
    ...config,
    tokens: config.tokens.map((issuer) => ({ ...issuer, audience: String(count) })),
    deployments: { small, [`servers-${count % 3}`]: { ...servers, timeouts } },
  });
}

async function reload(count: number): Promise<void> {
  const prepared = await prepare(count);
  prepared.commit();
  const response = await fetch(`${gateway.url}/healthz`);
  await response.text();
}

async function measure(): Promise<number> {
  for (let count = 0; count < 5; count += 1) {
    globalThis.gc?.();
    await setImmediate();
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

for (let count = 0; count < 20; count += 1) await reload(count);
const before = await measure();
for (let count = 20; count < 220; count += 1) await reload(count);
const retained = ((await measure()) - before) / 200;
const held: PreparedConfig[] = [];
for (let count = 220; count < 230; count += 1) held.push(await prepare(count));
const taken = ((await measure()) - before) / held.length;
console.log(JSON.stringify({ retained, taken }));
await Promise.all(held.map(({ discard }) => discard()));
process.exit();
