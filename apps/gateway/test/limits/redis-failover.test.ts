// Kills the Redis server that counts, while two gateways send it requests.
import { once } from "node:events";
import { beforeEach, describe, expect, test } from "vitest";
import { openLedger } from "../../src/cluster/open-ledger.ts";
import { createRateLimiter } from "../../src/limits/rate-limiter.ts";
import type { RedisServers } from "../../src/limits/redis-servers.ts";
import { withoutRedis } from "../support/redis.ts";
import { TestCluster } from "../support/redis-cluster.ts";
import { TestSentinels } from "../support/redis-sentinels.ts";
import { Load, type Statuses } from "./load.ts";

beforeEach(({ skip }) => skip(withoutRedis !== undefined, withoutRedis));

const requestsPerMinute = 200;

/** Milliseconds after which a request hangs: the connection's timeout, and what a busy machine adds. */
const hangs = 8000;

const none: Statuses = { 200: 0, 429: 0, 503: 0 };

const limits = { requestsPerMinute };

/** Sends requests of callers to two gateways, and kills a server after a hundred. */
async function killUnderLoad(
  servers: RedisServers,
  names: readonly string[],
  kill: () => Promise<void> | undefined,
): Promise<{ load: Load; statuses: readonly Statuses[] }> {
  using first = await openLedger({ ...servers, report() {} });
  using second = await openLedger({ ...servers, report() {} });
  const load = new Load([first, second].map((ledger) => createRateLimiter({ limits, ledger })));
  const usedUp = Promise.all(names.map((name) => load.useUp(name)));
  while (load.admitted < 100) await once(load, "admitted");
  await kill();
  return { load, statuses: await usedUp };
}

// On a machine that stands still for a second, live servers are taken for dead, again and again. Then another run is needed.
describe("after a failover limits hold", { concurrent: true, retry: 3, timeout: 60_000 }, () => {
  test("behind Sentinels", async () => {
    await using redis = await TestSentinels.start();
    const servers = { url: redis.url, sentinel: { url: redis.sentinelUrls, master: redis.name } };
    const { load, statuses } = await killUnderLoad(servers, ["a"], () => redis.master.stop());
    const [{ 200: admitted, 503: refused } = none] = statuses;
    expect(refused).toBeGreaterThan(0);
    // The replica may lack what the master answered in its last moment.
    expect(admitted).toBeLessThanOrEqual(requestsPerMinute + load.atATime);
    expect(load.longest).toBeLessThan(hangs);
  });

  test("in a cluster, whose other servers go on counting meanwhile", async () => {
    await using redis = await TestCluster.start();
    const names = Array.from({ length: 12 }, (_, number) => `caller ${number}`);
    const servers = { url: redis.url, cluster: true };
    const { load, statuses } = await killUnderLoad(servers, names, async () => redis.masters[0]?.stop());
    expect(statuses.some(({ 503: refused }) => refused > 0)).toBe(true);
    expect(load.admittedMeanwhile).toBeGreaterThan(0);
    for (const { 200: admitted } of statuses) {
      expect(admitted).toBeLessThanOrEqual(requestsPerMinute + load.atATime);
    }
    expect(load.longest).toBeLessThan(hangs);
  });
});
