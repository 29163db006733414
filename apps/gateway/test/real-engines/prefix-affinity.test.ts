import { type LlamaCpp, startLlamaCpp } from "@completions-api/testing";
import { expect, test } from "vitest";
import { startConfiguredGateway } from "../contract/gateway-in-front.ts";
import { ask } from "../support/start-gateway.ts";
import { skipWithoutEngines } from "./use-llama-cpp.ts";

skipWithoutEngines();

const conversations = ["The whale", "A ship", "Captain Ahab", "My harpoon", "Nantucket", "Your sails"];

/** Asks twice in each conversation, and returns the share of the prompts' tokens that the servers had cached, by their own counters. */
async function measureCached(balancing: "least-loaded" | "prefix"): Promise<number> {
  await using first = await startLlamaCpp();
  await using second = await startLlamaCpp();
  const urls = [first.url, second.url];
  await using gateway = await startConfiguredGateway({
    deployments: { default: { engine: "llama.cpp", urls, model: "tiny", balancing } },
  });
  for (const subject of conversations) {
    for (const question of ["Why is that?", "And then?"]) {
      const prompt = `${`${subject} is what we talk about. `.repeat(20)}${question}`;
      expect((await ask(gateway, { prompt, max_tokens: 2 })).status).toBe(200);
    }
  }
  const cached = await addUp("prompt_tokens_cached_total");
  const share = cached / (cached + (await addUp("prompt_tokens_total")));
  process.stdout.write(`${balancing}: ${cached} tokens cached, ${(100 * share).toFixed(0)} % of all\n`);
  return share;

  async function addUp(counter: string): Promise<number> {
    const read = ({ metric }: LlamaCpp): Promise<number> => metric(counter);
    return (await read(first)) + (await read(second));
  }
}

test("servers find more of their prompts in their caches by prefix", { timeout: 60_000 }, async () => {
  const leastLoaded = await measureCached("least-loaded");
  const prefix = await measureCached("prefix");
  // The second question of each conversation meets the first, which is nearly half of all.
  expect(prefix).toBeGreaterThan(0.4);
  expect(leastLoaded).toBeLessThan(0.1);
});
