import { inspect } from "node:util";
import { describe, expect, test } from "vitest";
import type { GenerationRequest } from "../../src/backends/backend.ts";
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
      const { prompts } = requestFor([[1], [999_999], [2]]);
      const error = await errorFor({ error: { message } }, 400, { prompts });
      expect(error.body).toMatchObject({
        status: 422,
        code: "parameter_not_supported",
        // The largest token is not in the vocabulary if any is not.
        detail: { loc: ["body", "prompt", "1"], value: "[999999]" },
      });
    },
  );

  test.each([
    [
      "dasllama's",
      { error: { message: "'prompt' must be a non-empty string", type: "invalid_request_error" } },
    ],
    ["a proxy's", { error: { message: "No.", param: "prompt" } }],
    [
      "vLLM's",
      { error: { message: "The decoder prompt cannot be empty", type: "BadRequestError", param: null } },
    ],
    ["FastAPI's", { error: { message: "…", type: "Bad Request", param: "body.prompt.0", code: 400 } }],
    ["SGLang's", { object: "error", message: "Prompt cannot be empty", type: "BadRequestError", code: 400 }],
    ["Hugging Face's", { detail: "prompt must be a string." }],
  ])("for the prompt, in %s words", async (_, body) => {
    const error = await errorFor(body, 400, requestFor(["a", "b"]));
    expect(error.body).toMatchObject({
      status: 422,
      code: "parameter_not_supported",
      detail: { loc: ["body", "prompt"], value: '["a","b"]' },
    });
  });

  test.each([
    { error: { message: "No connected db.", type: "no_db_connection", param: null, code: "400" } },
    {
      error: {
        message: "400: {'error': '/completions: Invalid model name passed in model=x.'}",
        code: "400",
      },
    },
  ])("but not for the configuration's mistakes, which LiteLLM refuses with a 400", async (body) => {
    expect((await errorFor(body, 400, { extra: { top_k: 3 } })).status).toBe(502);
  });

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

test.each([
  [401, "Check the deployment's `credential`, or its `headers`."],
  [403, "Check the deployment's `credential`, or its `headers`."],
  [404, "Check the path of the URL, which usually ends in /v1, and the deployment's `model`."],
])("the log says what to check after a %i", async (status, advice) => {
  const { cause } = await errorFor({}, status);
  expect(String(cause)).toBe(`UpstreamError: The model's server responded with ${status}. ${advice}`);
});

const expectedStatuses: Readonly<Record<string, number>> = {
  unauthorized: 502,
  invalid: 502,
  // These name a parameter.
  "vllm invalid": 422,
  "vllm wrong-type": 422,
  "sglang invalid": 422,
  "wrong-type": 502,
  "context-length": 400,
  "prompt-too-long": 400,
  "unknown-model": 502,
  failure: 502,
  incomplete: 502,
};

const recordedErrors = engineNames.flatMap((name) =>
  [...readShapes(name).errors.values()].flatMap(({ name: error, status, json }) => {
    const expected = expectedStatuses[`${name} ${error}`] ?? expectedStatuses[error];
    return expected === undefined ? [] : [{ name, error, status, body: json, expected }];
  }),
);

test.each(recordedErrors)(
  "the error $error of $name becomes a $expected",
  async ({ body, status, expected }) => {
    expect((await errorFor(body, status)).status).toBe(expected);
  },
);

test("an error whose body never ends is known by its status", async () => {
  await using engine = await startEngine((response) => {
    response.writeHead(429, { "content-type": "application/json", "retry-after": "7" });
    response.write('{"error":');
  });
  expect(await httpErrorOf(engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000)))).toMatchObject(
    {
      status: 429,
      headers: { "retry-after": "7" },
    },
  );
  await engine.upstream.requests[0]?.abandoned;
});
