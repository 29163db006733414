import { describe, expect, test } from "vitest";
import type { OptionalParameter } from "../../src/backends/backend.ts";
import type { Deployment } from "../../src/completions/deployment.ts";
import { recordRequests } from "../support/deltas.ts";
import { ask, deploymentOf, startTestGateway, token } from "../support/start-gateway.ts";

async function start(facts: Partial<Deployment>) {
  const { asked, generate } = recordRequests();
  const deployment = deploymentOf(generate);
  return { asked, gateway: await startTestGateway({ deployment: { ...deployment, ...facts } }) };
}

const values: readonly (readonly [OptionalParameter, unknown])[] = [
  ["stop", ["END", "FIN"]],
  ["stop", "END"],
  ["seed", 7],
  ["temperature", 0.5],
  ["top_p", 0],
  ["frequency_penalty", 1],
  ["presence_penalty", -1],
  ["max_tokens", 16],
  ["stream", true],
];

describe("a parameter that the deployment does not support", () => {
  test.each(values)("is a 422: %s %j", async (name, value) => {
    const { gateway } = await start({ unsupported: new Set([name]) });
    await using _ = gateway;
    const response = await ask(gateway, { prompt: "Hi", [name]: value });
    expect(await response.json()).toEqual({
      status: 422,
      code: "parameter_not_supported",
      error: `${name} is not supported by this deployment's model`,
      message: `${name} is not supported by this deployment's model. Leave it out.`,
      detail: { loc: ["body", name], value: JSON.stringify(value) },
    });
  });

  test.each(values)("is dropped under `ignore`: %s %j", async (name, value) => {
    const { gateway, asked } = await start({ unsupported: new Set([name]) });
    await using _ = gateway;
    await ask(gateway, { prompt: "Hi" });
    const headers = { "extra-parameters": "ignore" };
    const response = await ask(gateway, { prompt: "Hi", [name]: value }, { headers });
    expect(response.headers.get("content-type")).toBe("application/json");
    const [without, withIt] = asked.map(({ trace, record, ...request }) => request);
    expect(withIt).toEqual(without);
  });

  test("is allowed if it has its default value", async () => {
    const unsupported = new Set(values.map(([name]) => name));
    const { gateway, asked } = await start({ unsupported });
    await using _ = gateway;
    const defaults = {
      stop: [],
      temperature: 1,
      top_p: 1,
      frequency_penalty: 0,
      max_tokens: 256,
      stream: false,
    };
    expect((await ask(gateway, { prompt: "Hi", ...defaults })).status).toBe(200);
    expect(asked[0]).toMatchObject({ temperature: 1, maxTokens: 256, stop: [] });
  });
});

describe("a deployment's context length", () => {
  test.each([
    ["tokens", Array.from({ length: 1000 }, () => 1), 24, 200],
    ["one token too many", Array.from({ length: 1001 }, () => 1), 24, "context_length_exceeded"],
    [
      "the longest of several prompts",
      [[1], Array.from({ length: 1001 }, () => 1)],
      24,
      "context_length_exceeded",
    ],
    ["max_tokens alone", "", 1025, "context_length_exceeded"],
    ["a text that may fit", "word ".repeat(1000), 24, 200],
    ["a text that fits with no tokenizer", "wordy ".repeat(1500), 24, "context_length_exceeded"],
    ["a text with many bytes", "長".repeat(2800), 24, "context_length_exceeded"],
  ])("%s", async (_name, prompt, max_tokens, outcome) => {
    const { gateway } = await start({ contextLength: 1024 });
    await using _ = gateway;
    const response = await ask(gateway, { prompt, max_tokens });
    await response.text();
    expect(response.headers.get("x-ms-error-code") ?? response.status).toBe(outcome);
  });

  test("is in the message", async () => {
    const { gateway } = await start({ contextLength: 8 });
    await using _ = gateway;
    const response = await ask(gateway, { prompt: [1, 2, 3], max_tokens: 6 });
    expect(await response.json()).toMatchObject({
      status: 400,
      message:
        "The prompt's 3 tokens and max_tokens of 6 exceed the model's maximum context length of 8 tokens. " +
        "Shorten the prompt or lower max_tokens.",
    });
  });

  test("is checked for as many prompts as a body can hold", async () => {
    const { gateway } = await start({ contextLength: 8 });
    await using _ = gateway;
    const prompt = Array.from({ length: 32_000 }, () => [1]);
    const response = await ask(gateway, { prompt, max_tokens: 8 });
    expect(await response.json()).toMatchObject({ code: "context_length_exceeded" });
  });
});

describe("a deployment's maximum of one prompt", () => {
  test.each([["two words"], [[1, 2]], [["one"]], [[[1, 2]]]])("allows %j", async (prompt) => {
    const { gateway, asked } = await start({ maxPrompts: 1 });
    await using _ = gateway;
    expect((await ask(gateway, { prompt })).status).toBe(200);
    expect(asked).toHaveLength(1);
  });

  test.each([[["one", "two"]], [[[1], [2]]]])("refuses %j with a 422", async (prompt) => {
    const { gateway, asked } = await start({ maxPrompts: 1 });
    await using _ = gateway;
    expect(await (await ask(gateway, { prompt })).json()).toMatchObject({
      status: 422,
      code: "parameter_not_supported",
      detail: { loc: ["body", "prompt"], value: JSON.stringify(prompt) },
    });
    expect(asked).toEqual([]);
  });
});

test.each([1, 100_000])(
  "an extra parameter nested %i levels too deeply to be passed through is a 422",
  async (beyond) => {
    const { gateway, asked } = await start({});
    await using _ = gateway;
    const nested = (levels: number) => `${"[".repeat(levels)}${"]".repeat(levels)}`;
    const send = (levels: number) =>
      fetch(`${gateway.url}/completions?api-version=2024-04-01`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${token}`,
          "content-type": "application/json",
          "extra-parameters": "pass-through",
        },
        body: `{"prompt":"Hi","deep":${nested(levels)}}`,
      });
    expect((await send(100)).status).toBe(200);
    expect(JSON.stringify(asked[0]?.extra.deep)).toBe(nested(100));
    expect(await (await send(100 + beyond)).json()).toMatchObject({
      status: 422,
      code: "parameter_not_supported",
      detail: { loc: ["body", "deep"] },
    });
    expect(asked).toHaveLength(1);
  },
);
