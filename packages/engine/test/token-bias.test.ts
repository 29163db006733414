import { describe, expect, test } from "vitest";
import { EmbeddedEngine } from "../src/embedded-engine.ts";
import { TokenBias } from "../src/token-bias.ts";
import { TokenCandidates } from "../src/token-candidates.ts";
import { createContext } from "../src/token-context.ts";
import { complete } from "./support/complete.ts";
import { mobyDick, tokensOf } from "./support/models.ts";

const { languageModel: model } = mobyDick;
const engine = new EmbeddedEngine(mobyDick);

function tokenOf(text: string): number {
  const [token = -1, ...others] = tokensOf(text);
  expect(others).toEqual([]);
  return token;
}

function biasOf(biases: Readonly<Record<string, number>>): Record<string, number> {
  return Object.fromEntries(Object.entries(biases).map(([text, bias]) => [tokenOf(text), bias]));
}

function logitsOf({ tokens, logits, size }: Readonly<TokenCandidates>): Map<number, number> {
  return new Map(
    Array.from({ length: size }, (_, index) => [tokens[index] ?? -1, logits[index] ?? Number.NaN]),
  );
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
    for (let round = 0; round < 60; round += 1) {
      const { text } = await complete(engine, "", { temperature: 0, maxTokens: 1, logitBias: banned });
      const token = tokenOf(text);
      expect(banned).not.toHaveProperty(String(token));
      banned[token] = -100;
    }
  });

  test("is added to the token's logit", () => {
    const context = createContext([tokenOf("Call")]);
    const before = logitsOf(model.predict(context));
    const candidates = new TokenCandidates(100);
    candidates.copy(model.predict(context));
    new TokenBias(biasOf({ " me": -1.5, " all": 2, " Twitter": 3 }), model).apply(candidates);
    const after = logitsOf(candidates);
    for (const [token, logit] of before) {
      const bias = { [tokenOf(" me")]: -1.5, [tokenOf(" all")]: 2 }[token] ?? 0;
      expect(after.get(token)).toBeCloseTo(logit + bias, 10);
    }
    const added = tokenOf(" Twitter");
    const lowest = Math.min(...before.values());
    expect(after.get(added)).toBeCloseTo(lowest + Math.log(model.commonness(added)) + 3, 10);
    expect(after.size).toBe(before.size + 1);
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
