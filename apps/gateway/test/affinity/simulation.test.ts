import { expect, test } from "vitest";
import { simulate, type Workload } from "./simulation.ts";

/** Simulates a workload with both kinds of balancing, and prints and returns the outcomes. */
async function compare(title: string, workload: Workload) {
  const leastLoaded = await simulate("least-loaded", workload);
  const prefix = await simulate("prefix", workload);
  for (const [balancing, outcome] of Object.entries({ "least-loaded": leastLoaded, prefix })) {
    const { hitRate, timeToFirstToken, skew } = outcome;
    // Vitest hides what `console.log` writes in a test that passes.
    process.stdout.write(
      `${title}, ${balancing}: hit rate ${hitRate.toFixed(3)}, time to first token ${timeToFirstToken.toFixed(2)} s, busiest upstream ${skew.toFixed(2)} of the average\n`,
    );
  }
  return { leastLoaded, prefix };
}

const workload: Workload = { upstreams: 4, systemPrompts: 40, kept: 8, callers: 32, requests: 3000 };

test("system prompts of which each upstream can keep a fifth are found far more often", async () => {
  const { leastLoaded, prefix } = await compare("40 system prompts", workload);
  expect(prefix.hitRate).toBeGreaterThan(leastLoaded.hitRate + 0.2);
  expect(prefix.timeToFirstToken).toBeLessThan(leastLoaded.timeToFirstToken / 1.5);
  expect(prefix.skew).toBeLessThan(1.25);
});

test("a single system prompt is found by both, and does not make an upstream busier than its bound", async () => {
  const { leastLoaded, prefix } = await compare("1 system prompt", { ...workload, systemPrompts: 1 });
  expect(prefix.hitRate).toBeGreaterThanOrEqual(leastLoaded.hitRate);
  expect(prefix.hitRate).toBeGreaterThan(0.99);
  expect(prefix.skew).toBeLessThan(1.26);
});

test("with few callers, prompts find what their upstream has kept, too", async () => {
  const { leastLoaded, prefix } = await compare("40 system prompts, 4 callers", { ...workload, callers: 4 });
  expect(prefix.hitRate).toBeGreaterThan(leastLoaded.hitRate);
});
