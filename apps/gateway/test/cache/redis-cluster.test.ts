import { expect, test } from "vitest";
import { RedisStore } from "../../src/cache/redis-store.ts";
import { withoutRedis } from "../support/redis.ts";
import { TestCluster } from "../support/redis-cluster.ts";

test("entries are spread over a Redis Cluster", { timeout: 60_000 }, async ({ skip }) => {
  skip(withoutRedis !== undefined, withoutRedis);
  await using redis = await TestCluster.start();
  const store = await RedisStore.open({ url: redis.url, cluster: true, maxAge: 60_000, report() {} });
  const keys = Array.from({ length: 20 }, (_, number) => `key-${number}`);
  for (const key of keys) {
    const value = Buffer.from(JSON.stringify({ key }));
    // The first command for a server connects to it.
    await expect
      .poll(
        () => {
          store.keep(key, "tester", value);
          return store.find(key);
        },
        { timeout: 20_000 },
      )
      .toMatchObject({ value });
  }
  store.close();
});
