import { expect, test } from "vitest";
import { PredictionCache } from "../src/prediction-cache.ts";

const tokens = [0, 1, 11, 256, 4567, 12_345, 30_000, 50_000, 50_255, 50_256];

/** Lists all contexts of up to 4 of these tokens: far more than the cache has slots. */
function listContexts(): number[][] {
  let longest: number[][] = [[]];
  const contexts = [...longest];
  for (let length = 1; length <= 4; length += 1) {
    longest = longest.flatMap((context) => tokens.map((token) => [token, ...context]));
    contexts.push(...longest);
  }
  return contexts;
}

test("returns the prediction of this context or an empty one, never that of another context", () => {
  const cache = new PredictionCache(1);
  const contexts = listContexts();
  const wrong: number[][] = [];
  let kept = 0;
  for (let round = 0; round < 2; round += 1) {
    for (const [index, context] of contexts.entries()) {
      const prediction = cache.find(context);
      if (prediction.size === 0) prediction.add(7, index);
      else kept += 1;
      if (prediction.logits[0] !== index || cache.find(context).size !== 1) wrong.push(context);
    }
  }
  expect(wrong).toEqual([]);
  expect(contexts.length).toBe(11_111);
  expect(kept).toBeGreaterThan(0);
});
