import fc from "fast-check";
import { Registry } from "prom-client";
import { expect, test } from "vitest";
import { createReload } from "../../src/cluster/create-reload.ts";
import type { ServedConfig } from "../../src/cluster/served-config.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { createLogs } from "../../src/telemetry/logs.ts";
import { ReloadMetrics } from "../../src/telemetry/reload-metrics.ts";

const { logger } = createLogs({ level: "silent" }, { write() {} });

test("calls while a reload runs lead to one more, which serves the last state of the file", async () => {
  const config = await readConfig({}, {});
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat({ max: 3 }), { minLength: 1, maxLength: 8 }), async (callsPerRun) => {
      /** The state of the file: the number of changes so far. Each is followed by a call. */
      let changes = 0;
      const served: number[] = [];
      const calls: Promise<void>[] = [];
      const change = (): void => {
        changes += 1;
        calls.push(reload());
      };
      let running = 0;
      const readAgain = async (): Promise<ServedConfig> => ({ ...config, drain: { timeout: changes } });
      const reload = createReload(
        { readAgain, logger, reloadMetrics: new ReloadMetrics() },
        async ({ drain }) => {
          running += 1;
          expect(running).toBe(1);
          for (let count = callsPerRun[served.length] ?? 0; count > 0; count -= 1) change();
          served.push(drain.timeout);
          await Promise.resolve();
          running -= 1;
        },
      );
      change();
      for (const call of calls) await call;
      const last = callsPerRun.indexOf(0);
      expect(served).toHaveLength(1 + (last < 0 ? callsPerRun.length : last));
      expect(served.at(-1)).toBe(changes);
    }),
  );
});

test("a reload that fails is counted, and does not keep the next one from running", async () => {
  const config = await readConfig({}, {});
  const reloadMetrics = new ReloadMetrics();
  const registry = new Registry();
  reloadMetrics.register(registry);
  const failures = ["It cannot be read.", "It cannot be served."];
  const reload = createReload(
    {
      logger,
      reloadMetrics,
      async readAgain() {
        if (failures.length === 2) throw new Error(failures.pop());
        return config;
      },
    },
    async () => {
      if (failures.length === 1) throw new Error(failures.pop());
    },
  );
  const startedAt = Math.floor(Date.now() / 1000);
  const isLastSuccessful = async () =>
    /^gateway_config_last_reload_successful (\S+)$/m.exec(await registry.metrics())?.[1];
  const results = [await isLastSuccessful()];
  for (let times = 0; times < 3; times += 1) {
    await reload();
    results.push(await isLastSuccessful());
  }
  expect(results).toEqual(["1", "0", "0", "1"]);
  const text = await registry.metrics();
  expect(text).toContain('gateway_config_reloads_total{result="success"} 1');
  expect(text).toContain('gateway_config_reloads_total{result="failure"} 2');
  const loadedAt = /^gateway_config_last_reload_success_timestamp_seconds (\S+)$/m.exec(text)?.[1];
  expect(Number(loadedAt)).toBeGreaterThanOrEqual(startedAt);
});
