import { createHash } from "node:crypto";
import { parseYaml } from "@completions-api/command-line/yaml";
import { expect, test } from "vitest";
import { Caches } from "../../src/cache/caches.ts";
import type { ConfiguredGateway } from "../../src/cluster/configured-gateway.ts";
import type { ServedConfig } from "../../src/cluster/served-config.ts";
import { checkSchema } from "../../src/config/check-schema.ts";
import { createGateway } from "../../src/create-gateway.ts";
import { createLogs } from "../../src/telemetry/logs.ts";
import { ScriptedUpstream } from "../support/scripted-upstream.ts";
import { token } from "../support/start-gateway.ts";
import { healthy } from "../support/upstream-scripts.ts";
import { complete } from "./cached-gateway.ts";

const greedy = { prompt: "Call me", temperature: 0, max_tokens: 8 };
const keys = [{ name: "tester", sha256: createHash("sha256").update(token).digest("hex") }];

/** Reads a configuration with a deployment on this server. `more` holds its options, and `config` the rest. */
function read(url: string, more: object = {}, config: object = {}): ServedConfig {
  const deployments = { default: { engine: "vllm", urls: [url], model: "m", cache: true, ...more } };
  const checked = checkSchema(
    parseYaml(JSON.stringify({ listen: { port: 0 }, keys, ...config, deployments })),
  );
  if (!checked.valid) throw new Error(JSON.stringify(checked.problems));
  return checked.config;
}

async function reload(gateway: ConfiguredGateway, config: ServedConfig): Promise<void> {
  (await gateway.prepare(config)).commit();
}

const outcome = async (gateway: ConfiguredGateway) => (await complete(gateway, greedy)).cache;

test("a reload keeps entries, unless the cache, the model or its servers change", async () => {
  await using first = await ScriptedUpstream.start(healthy);
  await using second = await ScriptedUpstream.start(healthy);
  const logs = createLogs({ level: "silent" });
  await using gateway = await createGateway(read(first.url), { logs });
  expect(await outcome(gateway)).toBe("miss");
  await reload(
    gateway,
    read(first.url, { concurrency: 5, maxPrompts: 3 }, { limits: { requestsPerMinute: 1000 } }),
  );
  expect(await outcome(gateway)).toBe("hit");
  await reload(gateway, read(second.url));
  expect(await outcome(gateway)).toBe("miss");
  await reload(gateway, read(first.url));
  expect(await outcome(gateway)).toBe("hit");
  for (const more of [{ model: "other" }, { headers: { "x-version": "2" } }, { engine: "sglang" }]) {
    await reload(gateway, read(first.url, more));
    expect(await outcome(gateway)).toBe("miss");
  }
  await reload(gateway, read(first.url, {}, { cache: { maxAge: 5_000 } }));
  expect(await outcome(gateway)).toBe("miss");
  expect(await outcome(gateway)).toBe("hit");
  const metrics = await (await fetch(`${gateway.url}/metrics`)).text();
  expect(metrics).toContain('gateway_cache_requests_total{deployment="default",result="hit"} 3');
  expect(metrics).toContain('gateway_cache_requests_total{deployment="default",result="miss"} 6');
});

test("the store of an earlier configuration is closed once nothing uses it any more", async () => {
  const url = "http://127.0.0.1:1/v1";
  const caches = new Caches(undefined);
  const first = await caches.prepare(read(url));
  first.commit();
  const same = await caches.prepare(read(url));
  same.commit();
  first.release();
  const { store } = same.options ?? {};
  store?.keep("key", "tester", new Uint8Array(1));
  expect(caches.bytes).toBeGreaterThan(0);
  const next = await caches.prepare(read(url, {}, { cache: { maxAge: 5_000 } }));
  next.commit();
  expect(store?.find("key")).toBeDefined();
  same.release();
  expect(store?.find("key")).toBeUndefined();
  caches.close();
});

test("the content filter reads entries that were made before it was configured", async () => {
  await using upstream = await ScriptedUpstream.start(healthy);
  const { url } = upstream;
  await using gateway = await createGateway(read(url), { logs: createLogs({ level: "silent" }) });
  expect(await outcome(gateway)).toBe("miss");
  await reload(gateway, read(url, {}, { filter: { terms: ["two"] } }));
  expect(await complete(gateway, greedy)).toMatchObject({
    cache: "hit",
    completion: { choices: [{ text: "one ", finish_reason: "content_filter" }] },
  });
});

test("a reload can turn the cache off and on, and one that is discarded changes nothing", async () => {
  await using upstream = await ScriptedUpstream.start(healthy);
  const { url } = upstream;
  await using gateway = await createGateway(read(url), { logs: createLogs({ level: "silent" }) });
  expect(await outcome(gateway)).toBe("miss");
  await (await gateway.prepare(read(url, {}, { cache: { maxAge: 5_000 } }))).discard();
  await (await gateway.prepare(read(url))).discard();
  expect(await outcome(gateway)).toBe("hit");
  await reload(gateway, read(url, { cache: false }));
  expect(await outcome(gateway)).toBeNull();
  expect(await (await fetch(`${gateway.url}/metrics`)).text()).toMatch(/^gateway_cache_bytes 0$/m);
  await reload(gateway, read(url));
  expect(await outcome(gateway)).toBe("miss");
  expect(await outcome(gateway)).toBe("hit");
  // The server was kept through all of it.
  expect(upstream.connections).toBe(1);
});
