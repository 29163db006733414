import { describe, expect, test } from "vitest";
import type { Generate, GenerationRequest } from "../../src/backends/backend.ts";
import { createTermFilter } from "../../src/content-filter/term-filter.ts";
import { generateOf, last, recordRequests, text } from "../support/deltas.ts";
import { ask, deploymentOf, startTestGateway } from "../support/start-gateway.ts";

const outcomes = {
  error: "extra_parameters_not_allowed",
  ignore: {},
  "pass-through": { top_k: 2 },
} as const;

test.each([
  [undefined, undefined, "error"],
  ["ignore", undefined, "ignore"],
  ["pass-through", undefined, "pass-through"],
  ["pass-through", "error", "error"],
  ["pass-through", "drop", "ignore"],
  [undefined, "pass-through", "pass-through"],
  ["pass-through", "pass-through", "pass-through"],
  // The configuration is a ceiling.
  ["error", "pass-through", "error"],
  ["error", "ignore", "ignore"],
  ["ignore", "pass-through", "ignore"],
  ["ignore", "error", "error"],
] as const)("the policy, configured as %s, with the header %s", async (extraParameters, header, outcome) => {
  const { asked, generate } = recordRequests();
  const deployment = deploymentOf(generate, "llama");
  await using gateway = await startTestGateway({
    deployment,
    ...(extraParameters && { extraParameters }),
  });
  const headers: Record<string, string> = header ? { "extra-parameters": header } : {};
  const response = await ask(gateway, { prompt: "Hi", top_k: 2 }, { headers });
  await response.text();
  expect(response.headers.get("x-ms-error-code") ?? asked[0]?.extra).toEqual(outcomes[outcome]);

  // The header means nothing to OpenAI's clients.
  const configured = extraParameters ?? "error";
  const other = await ask(gateway, { prompt: "Hi", top_k: 2 }, { headers }, "/v1/completions");
  await other.text();
  expect(other.ok ? asked.at(-1)?.extra : "error").toEqual(
    configured === "error" ? "error" : outcomes[configured],
  );
});

test("each request has the policy of its own header, though its target is that of the one before", async () => {
  const { asked, generate } = recordRequests();
  await using gateway = await startTestGateway({ deployment: deploymentOf(generate) });
  for (const policy of ["pass-through", "ignore", "error", "pass-through"] as const) {
    const response = await ask(
      gateway,
      { prompt: "Hi", top_k: 2 },
      { headers: { "extra-parameters": policy } },
    );
    await response.text();
    expect(response.headers.get("x-ms-error-code") ?? asked.at(-1)?.extra).toEqual(outcomes[policy]);
  }
});

test("the error says what a caller can do, if the configuration lets nothing pass", async () => {
  await using gateway = await startTestGateway({ extraParameters: "error" });
  const headers = { "extra-parameters": "pass-through" };
  const response = await ask(gateway, { prompt: "Hi", top_k: 2, min_p: 0.1 }, { headers });
  const error = "Extra parameters are not allowed: top_k, min_p";
  expect(await response.json()).toEqual({
    status: 400,
    code: "extra_parameters_not_allowed",
    error,
    message: `${error}. Remove them, or set the extra-parameters header to \`ignore\`.`,
    param: "top_k",
  });
  const none = await ask(gateway, { prompt: "Hi", max_tokens: 1 }, { headers });
  expect(none.status).toBe(200);
});

describe("OpenAI's parameters among the extra parameters", () => {
  const passThrough = { headers: { "extra-parameters": "pass-through" } };
  const body = { prompt: "Call me", max_tokens: 4, seed: 2, best_of: 2, top_k: 3 };

  test("are honored, and the others are passed through", async () => {
    const { asked, generate } = recordRequests();
    await using gateway = await startTestGateway({ deployment: deploymentOf(generate) });
    const request = { ...body, logprobs: 1, logit_bias: { 5: 1 }, suffix: ".", user: "reader", n: 1 };
    await (await ask(gateway, request, passThrough)).text();
    expect(asked).toMatchObject([
      { bestOf: 2, logprobs: 1, logitBias: { 5: 1 }, suffix: ".", user: "reader", extra: { top_k: 3 } },
    ]);
  });

  test("that ask for log probabilities get them, streamed or not", async () => {
    await using gateway = await startTestGateway();
    const request = { prompt: "Call me", max_tokens: 4, seed: 2, logprobs: 0 };
    const tokens = async (stream: boolean): Promise<readonly string[]> => {
      const text = await (await ask(gateway, { ...request, stream }, passThrough)).text();
      return [...text.matchAll(/"tokens":(\[.*?\])/g)].flatMap(([, list = ""]) => JSON.parse(list));
    };
    expect(await tokens(false)).toHaveLength(4);
    expect(await tokens(true)).toEqual(await tokens(false));
  });

  test("that ask for log probabilities in an engine's own way get them, streamed or not", async () => {
    const logprobs = { content: [{ token: "a", logprob: -1 }] };
    const generate = generateOf([last("a", { extra: { logprobs } })]);
    await using gateway = await startTestGateway({ deployment: deploymentOf(generate) });
    for (const stream of [false, true]) {
      const response = await ask(gateway, { prompt: "Hi", n_probs: 1, stream }, passThrough);
      expect(await response.text()).toContain(`"logprobs":${JSON.stringify(logprobs)}`);
    }
  });

  test("that ask the embedded engine for several choices are a 422, or answered with several", async () => {
    await using gateway = await startTestGateway();
    for (const stream of [false, true]) {
      const request = { prompt: "Call me", max_tokens: 2, n: 2, stream };
      expect(await (await ask(gateway, request, passThrough)).json()).toMatchObject({
        status: 422,
        detail: { loc: ["body", "n"], value: "2" },
      });
      const response = await ask(gateway, request, {}, "/v1/completions");
      expect(await response.text()).toMatch(/"index":1/);
    }
  });

  test.each([
    [{ n: 2 }, ["n"], "invalid_parameter"],
    [{ logprobs: 6 }, ["logprobs"], "invalid_parameter"],
    [{ echo: true }, ["echo"], "parameter_not_supported"],
  ])("are refused if they are wrong, or the model lacks them: %j", async (parts, loc, code) => {
    const deployment = { ...deploymentOf(generateOf()), unsupported: new Set(["echo"] as const) };
    await using gateway = await startTestGateway({ deployment });
    const response = await ask(gateway, { ...body, ...parts }, passThrough);
    expect(await response.json()).toMatchObject({ status: 422, code, detail: { loc: ["body", ...loc] } });
  });
});

test.each([
  [{}, false],
  [{ top_k: 1 }, true],
])(
  "an engine's own properties of a choice are passed on with extra parameters, unless there is a filter: %j",
  async (extra, passed) => {
    const asked: GenerationRequest[] = [];
    const generate: Generate = (request, signal) => {
      asked.push(request);
      return generateOf([text("a"), last("b", { extra: { token_ids: [1] } })])(request, signal);
    };
    const parts = { deployment: deploymentOf(generate), extraParameters: "pass-through" } as const;
    await using open = await startTestGateway(parts);
    for (const stream of [false, true]) {
      const response = await ask(open, { prompt: "Hi", ...extra, stream }, {}, "/v1/completions");
      expect(await response.text()).toContain('"token_ids":[1]');
    }
    await using filtered = await startTestGateway({ ...parts, filter: createTermFilter(["c"]) });
    await (await ask(filtered, { prompt: "Hi", ...extra })).text();
    expect(asked.map(({ passesProperties }) => passesProperties)).toEqual([passed, passed, false]);
  },
);
