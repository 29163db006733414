import { expect, test } from "vitest";
import { complete, ways, withoutIdentity } from "../cache/cached-gateway.ts";
import { useLlamaCpp } from "./use-llama-cpp.ts";

const started = useLlamaCpp({ cache: true });

test.each([
  ["temperature 0", { temperature: 0 }],
  ["a seed and a fingerprint", { temperature: 1, seed: 7 }],
])("what repeats by %s is answered as llama.cpp would", { timeout: 60_000 }, async (_, parameters) => {
  const { gateway } = started();
  const body = { prompt: "The whale swam", max_tokens: 12, stop: ["\n\n"], ...parameters };
  const made = await complete(gateway, body, ways[1]);
  expect(made.cache).toBe("miss");
  const choices = ({ completion }: { completion: object }) => Object(completion).choices;
  for (const way of ways) {
    const hit = await complete(gateway, body, way);
    expect(hit.cache).toBe("hit");
    expect(hit.completion).toMatchObject({
      ...withoutIdentity(made.completion),
      choices: [{ text: choices(made)[0].text }],
    });
    const again = await complete(gateway, body, way, { "cache-control": "no-cache" });
    expect(again.cache).toBe("miss");
    expect(choices(again)[0].text).toBe(choices(hit)[0].text);
  }
});
