import { expect, test } from "vitest";
import { KeptText } from "../../src/backends/openai/responses/kept-text.ts";
import { countUsage } from "../../src/backends/openai/responses/usage.ts";

const { signal } = new AbortController();
const prompts = [
  { prompt: "Say it", loc: ["body", "prompt", "0"] },
  { prompt: [1, 2, 3], loc: ["body", "prompt", "1"] },
];

test("counts the tokens of a completion's text, up to max_tokens, and exactly max_tokens if they ended it", async () => {
  const count = async (text: string, isFull: boolean) => {
    const kept = new KeptText();
    kept.add(text);
    const choices = [{ text: kept, isFull }];
    const { completionTokens } = await countUsage({ prompts, maxTokens: 4 }, choices, signal);
    return completionTokens;
  };
  expect(await count(" one two", false)).toBe(2);
  expect(await count(" one two three four five", false)).toBe(4);
  expect(await count(" one two", true)).toBe(4);
});

test("counts the tokens of prompts, given as text or as tokens", async () => {
  const { promptTokens } = await countUsage({ prompts, maxTokens: 4 }, [], signal);
  expect(promptTokens).toBe(2 + 3);
});
