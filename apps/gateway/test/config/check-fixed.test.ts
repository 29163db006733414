import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checkFixed } from "../../src/config/check-fixed.ts";
import { readConfig } from "../../src/config/read-config.ts";
import type { Config } from "../../src/generated/config.ts";

const environment = { REDIS_URL: "redis://localhost", OTHER_URL: "redis://localhost" };

async function read(config: object): Promise<Config> {
  const file = join(await mkdtemp(join(tmpdir(), "fixed-")), "config.yaml");
  // JSON is YAML.
  await writeFile(file, JSON.stringify({ deployments: { d: { engine: "embedded" } }, ...config }));
  return readConfig({ file }, environment);
}

const redis = { url: { env: "REDIS_URL" } };

test.each<[before: object, after: object, message: string]>([
  [{}, { listen: { port: 1 } }, "the change of `listen.port`, or undo it."],
  [
    {},
    { listen: { host: "::1" }, metrics: { port: 1 } },
    "the changes of `listen.host`, `metrics.port`, or undo them.",
  ],
  [
    { metrics: { port: 1 } },
    { metrics: { port: 1, host: "::1" } },
    "the change of `metrics.host`, or undo it.",
  ],
  [{ redis }, { redis: { url: { env: "OTHER_URL" } } }, "the change of `redis.url`, or undo it."],
  [{ redis }, { redis: { ...redis, cluster: true } }, "the change of `redis.cluster`, or undo it."],
  [{ redis }, {}, "the changes of `redis.url`, `redis.cluster`, or undo them."],
  [{}, { log: { format: "json" } }, "the change of `log.format`, or undo it."],
])("from %j to %j needs a restart", async (before, after, message) => {
  const [served, next] = [await read(before), await read(after)];
  expect(() => checkFixed(served, next)).toThrow(
    `Restart the gateway to apply ${message} Nothing was changed.`,
  );
});

test.each<[before: object, after: object]>([
  [{}, { listen: { port: 8080 }, drain: { timeout: 1 }, log: { level: "error" }, stream: { keepAlive: 1 } }],
  [{ redis }, { redis: { ...redis, whenDown: "allow" } }],
  [{ metrics: { port: 1 } }, { metrics: { port: 1, upstreamUrls: true } }],
])("from %j to %j needs none", async (before, after) => {
  const [served, next] = [await read(before), await read(after)];
  expect(() => checkFixed(served, next)).not.toThrow();
});
