import { describe, expect, test } from "vitest";
import { createEmbeddedEngine } from "../src/create-embedded-engine.ts";
import { tokenize } from "../src/tokenizer.ts";
import { complete, completeAll } from "./support/complete.ts";

const engine = await createEmbeddedEngine();

function tokenOf(text: string): number {
  const [token = -1, ...others] = [...tokenize(text)].flat();
  expect(others).toEqual([]);
  return token;
}

function biasOf(biases: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(biases).map(([text, bias]) => [tokenOf(text), bias]));
}

describe("a bias", () => {
  test("of 100 makes any token certain, even one that the model does not know", async () => {
    for (const options of [{ temperature: 0 }, { temperature: 2 }, { topP: 0.1 }]) {
      const logitBias = biasOf({ " Twitter": 100 });
      expect(await complete(engine, "Call", { maxTokens: 3, logitBias, ...options })).toMatchObject({
        text: " Twitter Twitter Twitter",
        finishReason: "length",
      });
    }
  });

  test("of 100 leaves the choice between several tokens to chance", async () => {
    const logitBias = biasOf({ " whale": 100, " sea": 100 });
    const { text } = await complete(engine, "Call", { maxTokens: 100, seed: 1, temperature: 2, logitBias });
    expect(new Set(text.match(/ \w+/g))).toEqual(new Set([" whale", " sea"]));
  });

  test("of -100 excludes a token", async () => {
    const options = { temperature: 0, maxTokens: 1 };
    expect((await complete(engine, "Call", options)).text).toBe(" me");
    const logitBias = biasOf({ " me": -100 });
    expect((await complete(engine, "Call", { ...options, logitBias })).text).not.toBe(" me");
  });

  test("of -100 excludes the end of the text", async () => {
    const prompt = "in her retracing search after her missing children, only found another orphan.";
    const options = { temperature: 0, maxTokens: 5 };
    expect(await complete(engine, prompt, options)).toMatchObject({ tokens: 0, finishReason: "stop" });
    const logitBias = { "50256": -100 };
    expect(await complete(engine, prompt, { ...options, logitBias })).toMatchObject({
      tokens: 5,
      finishReason: "length",
    });
  });

  test("of -100 for all candidates leaves the commonest other token", async () => {
    const banned: Record<string, number> = {};
    // Each round excludes the token that the model takes next.
    for (let round = 0; round < 120; round += 1) {
      const { text } = await complete(engine, "", { temperature: 0, maxTokens: 1, logitBias: banned });
      const token = tokenOf(text);
      expect(banned).not.toHaveProperty(String(token));
      banned[token] = -100;
    }
  });

  test("changes how often a token is drawn as its logit does", async () => {
    async function count(bias: number): Promise<number> {
      const prompts = new Array<string>(300).fill("Call");
      const logitBias = biasOf({ " me": bias });
      const choices = await completeAll(engine, prompts, { maxTokens: 1, logitBias });
      return choices.filter(({ text }) => text === " me").length;
    }
    const [less, none, more] = [await count(-4), await count(0), await count(3)];
    expect(less).toBeLessThan(none / 3);
    expect(300 - more).toBeLessThan((300 - none) / 3);
  });
});

describe("is refused", () => {
  test("for a token outside the vocabulary", async () => {
    await expect(complete(engine, "", { logitBias: { "1": 1, "50257": -2 } })).rejects.toMatchObject({
      status: 422,
      code: "invalid_parameter",
      param: "logit_bias[50257]",
      body: { detail: { loc: ["body", "logit_bias", "50257"], value: "-2" } },
      message: expect.stringContaining("whose tokens are 0 to 50256"),
    });
  });

  test("for too many tokens", async () => {
    const logitBias = Object.fromEntries(Array.from({ length: 301 }, (_, token) => [token, 1]));
    await expect(complete(engine, "", { logitBias })).rejects.toMatchObject({
      status: 422,
      code: "parameter_not_supported",
      param: "logit_bias",
    });
  });
});
