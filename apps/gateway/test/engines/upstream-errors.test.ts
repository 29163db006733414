import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { GenerationRequest } from "../../src/backends/backend.ts";
import { readRetryAfter } from "../../src/backends/openai/error-details.ts";
import { json } from "../support/scripted-upstream.ts";
import { httpErrorOf, requestFor, startEngine } from "../support/test-engine.ts";
import { engineNames } from "../upstreams/engine-server.ts";
import { readShapes } from "../upstreams/shapes.ts";

async function errorFor(
  body: unknown,
  status = 400,
  parts: Partial<GenerationRequest> = {},
): Promise<ReturnType<typeof httpErrorOf>> {
  await using engine = await startEngine(json(body, status));
  const request = requestFor("The secret prompt", parts);
  return await httpErrorOf(engine.generate(request, AbortSignal.timeout(10_000)));
}

describe("an exceeded context length is a 400 context_length_exceeded", () => {
  test.each([
    ["vLLM", 400, { error: { message: "This model's maximum context length is 8192 tokens.", code: 400 } }],
    [
      "vLLM",
      400,
      { error: { message: "max_tokens=9000 cannot be greater than max_model_len=8192.", code: 400 } },
    ],
    ["OpenAI", 400, { error: { message: "Too long.", code: "context_length_exceeded" } }],
    [
      "SGLang",
      400,
      {
        object: "error",
        message: "The input (9 tokens) is longer than the model's context length (8 tokens).",
      },
    ],
    ["llama.cpp", 400, { error: { message: "Too long.", type: "exceed_context_size_error", n_ctx: 8 } }],
    [
      "llama.cpp",
      500,
      { error: { message: "the request exceeds the available context size.", type: "server_error" } },
    ],
    [
      "TGI",
      422,
      {
        error: "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8",
        error_type: "validation",
      },
    ],
    [
      "TGI",
      422,
      {
        error: "Input validation error: `inputs` must have less than 8 tokens. Given: 9",
        error_type: "validation",
      },
    ],
    [
      "this contract",
      400,
      { status: 400, code: "context_length_exceeded", error: "Bad Request", message: "Too long." },
    ],
  ] as const)("%s", async (_name, status, body) => {
    const error = await errorFor(body, status);
    expect(error).toMatchObject({ status: 400, code: "context_length_exceeded" });
    expect(error.body.error).toContain("maximum context length");
    expect(error.message).toContain("maximum context length");
  });
});

test("a prompt that a content filter refuses is a 400 content_filter", async () => {
  const body = {
    error: { message: "…", code: "content_filter", innererror: { code: "ResponsibleAIPolicyViolation" } },
  };
  expect(await errorFor(body)).toMatchObject({
    status: 400,
    code: "content_filter",
    body: { param: "prompt" },
  });
});

describe("a parameter that a server refuses is a 422 parameter_not_supported", () => {
  test.each([
    [
      "this contract's",
      { code: "parameter_not_supported", detail: { loc: ["body", "seed"], value: "7" } },
      "seed",
      "7",
    ],
    ["FastAPI's", { detail: [{ loc: ["body", "seed"], msg: "…", input: 7 }] }, "seed", "7"],
    ["OpenAI's", { error: { message: "…", param: "top_k", code: "unknown_parameter" } }, "top_k", "3"],
    ["llama.cpp's", { error: { code: 400, message: "Unsupported param: top_k" } }, "top_k", "3"],
  ] as const)("in %s words", async (_name, body, name, value) => {
    const error = await errorFor(body, 422, { seed: 7, extra: { top_k: 3 } });
    expect(error.body).toMatchObject({
      status: 422,
      code: "parameter_not_supported",
      detail: { loc: ["body", name], value },
    });
  });

  test("for the extra parameters, if the server does not name one", async () => {
    const error = await errorFor({ error: { message: "No." } }, 400, { extra: { top_k: 3 } });
    expect(error.body).toMatchObject({ status: 422, detail: { loc: ["body"], value: '{"top_k":3}' } });
  });

  test.each(["Token id 999999 is out of vocabulary", "Prompt contains invalid tokens"])(
    "for: %s",
    async (message) => {
      const { prompts } = requestFor([[1], [999_999]]);
      const error = await errorFor({ error: { message } }, 400, { prompts });
      expect(error.body).toMatchObject({ status: 422, detail: { loc: ["body", "prompt", "0"] } });
    },
  );

  test("but not for parameters that the gateway added, or if none can be identified", async () => {
    expect((await errorFor({ error: { message: "…", param: "stream_options" } })).status).toBe(502);
    expect((await errorFor({ error: { message: "…", param: "model" } })).status).toBe(502);
    expect((await errorFor({ error: { message: "…" } })).status).toBe(502);
  });
});

const message = "Invalid: The secret prompt";

test.each([
  { error: { message, type: message, code: message, param: message } },
  { error: message, error_type: message },
  { object: "error", message },
  { detail: message },
])("the server's text in %j is not in the error, its cause or their log output", async (body) => {
  const error = await errorFor(body);
  expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("secret");
  expect(JSON.stringify(error.body)).not.toContain("secret");
});

test("the cause has the server's status and a known error type", async () => {
  const known = await errorFor({ error: { message, type: "BadRequestError", code: 400 } });
  expect(String(known.cause)).toBe("UpstreamError: The model's server responded with 400 (BadRequestError).");
});

describe("Retry-After", () => {
  test.each([
    [{ "retry-after": "7" }, 7],
    [{ "retry-after-ms": "1500", "retry-after": "7" }, 1.5],
    [{ "retry-after": "Thu, 01 Jan 1970 00:00:00 GMT" }, 0],
    [{ "retry-after": "soon" }, undefined],
    [{ "retry-after": "" }, undefined],
    [{ "retry-after": "-3" }, 0],
    [{ "retry-after": "1e300" }, 2 ** 31],
    [{ "retry-after-ms": "", "retry-after": "7" }, 7],
    [{}, undefined],
  ])("%o", (headers, seconds) => {
    expect(readRetryAfter(headers)).toBe(seconds);
  });

  test("may be a date", () => {
    const date = new Date(Date.now() + 60_000).toUTCString();
    const seconds = readRetryAfter({ "retry-after": date });
    expect(seconds).toBeGreaterThan(50);
    expect(seconds).toBeLessThanOrEqual(60);
  });

  test("is passed on with a 429, and defaults to one second", async () => {
    await using engine = await startEngine(json({ error: {} }, 429, { "retry-after-ms": "2500" }));
    const limited = await httpErrorOf(engine.generate(requestFor("x"), AbortSignal.timeout(10_000)));
    expect(limited.headers["retry-after"]).toBe("3");
    expect((await errorFor({}, 429)).headers["retry-after"]).toBe("1");
  });
});

const expectedStatuses: Readonly<Record<string, number>> = {
  unauthorized: 502,
  invalid: 502,
  // It names a parameter.
  "vllm invalid": 422,
  "wrong-type": 502,
  "context-length": 400,
  "prompt-too-long": 400,
  "unknown-model": 502,
  failure: 502,
  incomplete: 502,
};

const recordedErrors = engineNames.flatMap((name) =>
  [...readShapes(new URL(`../upstreams/${name}/errors.jsonl`, import.meta.url)).values()].flatMap(
    ({ shape, status, json }) => {
      const expected = expectedStatuses[`${name} ${shape}`] ?? expectedStatuses[shape];
      return expected === undefined ? [] : [{ name, shape, status, body: json, expected }];
    },
  ),
);

test.each(recordedErrors)(
  "the recorded error $shape of $name becomes a $expected",
  async ({ body, status, expected }) => {
    expect((await errorFor(body, status)).status).toBe(expected);
  },
);
