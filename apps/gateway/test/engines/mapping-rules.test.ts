import { decodeEvents } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import { describe, expect, test } from "vitest";
import type { Dialect } from "../../src/backends/openai/dialect.ts";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { splitPrompts } from "../../src/backends/split.ts";
import { encode, events, json, type Script } from "../support/scripted-upstream.ts";
import { ask, deploymentOf, startTestGateway } from "../support/start-gateway.ts";
import {
  chunk,
  collectDeltas,
  httpErrorOf,
  requestFor,
  startEngine,
  type TestEngine,
  usageChunk,
  usageOf,
} from "../support/test-engine.ts";

const hello: Script = events(chunk("Hello"), chunk("", "stop"), usageChunk(3, 2), "[DONE]");

function wholeOf(...texts: string[]): object {
  const choices = texts.map((text, index) => ({ index, text, finish_reason: "stop" }));
  return { choices, usage: usageOf(3, 2) };
}

async function bodySentTo(
  dialect: Dialect,
  parts: Parameters<typeof requestFor>[1] = {},
): Promise<Record<string, unknown> | undefined> {
  await using engine = await startEngine(json(wholeOf("Hello")), { dialect, model: "whale" });
  await collectDeltas(engine.generate, requestFor("Say it", { stream: false, ...parts }));
  return engine.upstream.requests[0]?.body;
}

/** Reads the events of a stream from a gateway in front of an engine. */
async function stream(engine: TestEngine, body: object, policy = "error"): Promise<CompletionChunk[]> {
  await using gateway = await startTestGateway({ deployment: deploymentOf(engine.generate) });
  const headers = { "extra-parameters": policy };
  const response = await ask(gateway, { ...body, stream: true }, { headers });
  const chunks: CompletionChunk[] = [];
  for await (const event of decodeEvents(response.body ?? new ReadableStream())) {
    if (event !== "[DONE]" && !("error" in event)) chunks.push(event);
  }
  return chunks;
}

describe("rule 1: an upstream's error text never reaches the caller", () => {
  const refusal = { error: { message: "1 validation error: SECRET", type: "BadRequestError", code: 400 } };

  test.each(Object.entries(dialects))("%s", async (_name, dialect) => {
    await using engine = await startEngine(json(refusal, 400), { dialect });
    const error = await httpErrorOf(engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000)));
    expect(error).toMatchObject({ status: 502, code: "bad_gateway" });
    expect(`${JSON.stringify(error.body)} ${error.stack} ${error.cause}`).not.toContain("SECRET");
  });

  test("a parameter that it refuses is a 422 with the parameter's name in the contract's words", async () => {
    const body = { error: { message: "SECRET", param: "presence_penalty", code: 400 } };
    await using engine = await startEngine(json(body, 400));
    const request = requestFor("Say it", { presencePenalty: 1.5 });
    const error = await httpErrorOf(engine.generate(request, AbortSignal.timeout(10_000)));
    expect(error.body).toMatchObject({
      status: 422,
      code: "parameter_not_supported",
      detail: { loc: ["body", "presence_penalty"], value: "1.5" },
    });
    expect(error.message).not.toContain("SECRET");
  });
});

describe("rule 2: the contract's defaults are sent", () => {
  const defaults = {
    prompt: "Say it",
    max_tokens: 256,
    temperature: 1,
    top_p: 1,
    frequency_penalty: 0,
    presence_penalty: 0,
    stream: false,
  };

  const streamed = { ...defaults, stream: true };

  test("to servers without samplers of their own", async () => {
    const stream_options = { include_usage: true };
    expect(await bodySentTo(dialects.openai)).toEqual({ ...streamed, stream_options, model: "whale" });
    expect(await bodySentTo(dialects.ollama)).toEqual({ ...defaults, model: "whale" });
  });

  test("to this contract, without a model", async () => {
    expect(await bodySentTo(dialects.azure)).toEqual(streamed);
  });

  test("with values that switch off the server's other samplers", async () => {
    const ofModel = { top_k: -1, min_p: 0, repetition_penalty: 1 };
    expect(await bodySentTo(dialects.vllm)).toEqual({ ...defaults, ...ofModel, model: "whale" });
    expect(await bodySentTo(dialects.sglang)).toMatchObject({ ...streamed, ...ofModel });
    const ofLlamaCpp = {
      top_k: 0,
      min_p: 0,
      typical_p: 1,
      top_n_sigma: -1,
      xtc_probability: 0,
      dynatemp_range: 0,
      repeat_penalty: 1,
      dry_multiplier: 0,
      mirostat: 0,
      adaptive_target: -1,
    };
    expect(await bodySentTo(dialects["llama.cpp"])).toEqual({ ...streamed, ...ofLlamaCpp, model: "whale" });
  });

  test("but not if the caller passes a sampler through; null is none", async () => {
    const body = await bodySentTo(dialects["llama.cpp"], { extra: { top_k: 3, min_p: null, mirostat: 0 } });
    expect(body).toMatchObject({ top_k: 3, min_p: 0, mirostat: 0 });
  });

  test("to TGI, except for top_p and presence_penalty, and with a fixed model", async () => {
    const { top_p, presence_penalty, ...others } = defaults;
    expect(await bodySentTo(dialects.tgi)).toEqual({ ...others, model: "tgi" });
  });

  test("a top_p of 0 is sent as a temperature of 0, which no server refuses", async () => {
    expect(await bodySentTo(dialects.vllm, { topP: 0 })).toMatchObject({ temperature: 0, top_p: 1 });
    expect(await bodySentTo(dialects.tgi, { temperature: 0, topP: 0.5 })).not.toHaveProperty("top_p");
  });

  test("stop is sent as a list", async () => {
    expect(await bodySentTo(dialects.tgi, { stop: ["\n"] })).toMatchObject({ stop: ["\n"] });
  });

  test("a seed is mapped to one that the server accepts, always the same one", async () => {
    expect(await bodySentTo(dialects.openai, { seed: -1 })).toMatchObject({ seed: -1 });
    expect(await bodySentTo(dialects.vllm, { seed: -1 })).toMatchObject({ seed: 2 ** 53 - 1 });
    expect(await bodySentTo(dialects["llama.cpp"], { seed: -1 })).toMatchObject({ seed: 2 ** 31 - 1 });
    expect(await bodySentTo(dialects.ollama, { seed: 2 ** 32 - 1 })).toMatchObject({ seed: 2 ** 31 - 1 });
    expect(await bodySentTo(dialects.tgi, { seed: -7 })).toMatchObject({ seed: 2 ** 53 - 7 });
    expect(await bodySentTo(dialects.tgi, { seed: 2 ** 53 - 1 })).toMatchObject({ seed: 2 ** 53 - 1 });
  });

  test("an extra parameter never overrides a known one", async () => {
    const overriding = { n_predict: 9000, max_completion_tokens: 9000, n_cmpl: 2, n_probs: 0 };
    const extra = { ...overriding, top_k: 3, model: "other" };
    const body = await bodySentTo(dialects["llama.cpp"], { extra });
    expect(body).toMatchObject({ ...streamed, model: "whale", top_k: 3 });
    for (const name of Object.keys(overriding)) expect(body).not.toHaveProperty(name);
  });

  test("this contract gets its version, its deployment and a policy to pass extra parameters through", async () => {
    await using engine = await startEngine(json(wholeOf("Hello")), {
      dialect: dialects.azure,
      model: "whale",
      deployment: "blue",
      credential: "key",
    });
    await collectDeltas(engine.generate, requestFor("Say it", { stream: false, extra: { top_k: 3 } }));
    await collectDeltas(engine.generate, requestFor("Say it", { stream: false }));
    const [passing, plain] = engine.upstream.requests;
    expect(passing?.path).toBe("/v1/completions?api-version=2024-04-01-preview");
    expect(passing?.headers).toMatchObject({
      authorization: "Bearer key",
      "azureml-model-deployment": "blue",
      "extra-parameters": "pass-through",
    });
    expect(passing?.body).toEqual({ ...streamed, top_k: 3 });
    expect(plain?.headers).not.toHaveProperty("extra-parameters");
  });
});

describe("rule 3: each request has as many prompts as the upstream accepts", () => {
  const one: Script = (response, request, index) => {
    const { prompt } = request.body;
    const prompts = Array.isArray(prompt) ? prompt : [prompt];
    json(wholeOf(...prompts.map((text) => `${text}!`)))(response, request, index);
  };
  const prompts = ["a", "b", "c", "d", "e"];

  test.each([
    ["ollama", ["a", "b", "c", "d", "e"]],
    ["llama.cpp", ["a", "b", "c", "d", "e"]],
    ["litellm", ["a", "b", "c", "d", "e"]],
    ["tgi", [["a", "b", "c", "d"], "e"]],
    ["vllm", [["a", "b", "c", "d", "e"]]],
  ] as const)("%s", async (name, sent) => {
    const dialect = dialects[name];
    await using engine = await startEngine(one, { dialect });
    const generate = splitPrompts(engine.generate, dialect.promptsPerRequest);
    const deltas = await collectDeltas(generate, requestFor(prompts, { stream: false }));
    // Requests arrive in any order, each on its own connection.
    const arrived = engine.upstream.requests.map(({ body }) => body.prompt);
    expect(arrived.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual(sent);
    const texts = deltas.toSorted((a, b) => a.index - b.index).map(({ text }) => text);
    expect(texts).toEqual(["a!", "b!", "c!", "d!", "e!"]);
    const promptTokens = deltas.map((delta) => ("promptTokens" in delta ? delta.promptTokens : 0));
    expect(promptTokens.reduce((sum, tokens) => sum + tokens)).toBe(3 * sent.length);
  });

  test.each(["ollama", "tgi"] as const)("%s accepts neither tokens nor an empty prompt", async (name) => {
    await using engine = await startEngine(hello, { dialect: dialects[name] });
    const tokens = requestFor([[1, 2], [3]]);
    const error = await httpErrorOf(engine.generate(tokens, AbortSignal.timeout(10_000)));
    expect(error.body).toMatchObject({
      status: 422,
      code: "parameter_not_supported",
      detail: { loc: ["body", "prompt", "0"], value: "[1,2]" },
    });
    const empty = await httpErrorOf(engine.generate(requestFor(""), AbortSignal.timeout(10_000)));
    expect(empty.body).toMatchObject({ status: 422, detail: { loc: ["body", "prompt"], value: '""' } });
    expect(engine.upstream.requests).toEqual([]);
  });
});

test("rule 4: id, created and model are the gateway's, choices are in order, and usage is summed", async () => {
  const scripts = [
    events(
      { ...chunk("B", null, 1), id: "one", created: 1, model: "x" },
      { ...chunk("A", "stop", 0), id: "two", created: 2, model: "y", usage: usageOf(3, 1) },
      { ...chunk("b", "length", 1), usage: usageOf(4, 2) },
      "[DONE]",
    ),
    json({
      id: "three",
      model: "z",
      choices: [
        { index: 1, text: "Bb", finish_reason: "length" },
        { index: 0, text: "A", finish_reason: "stop" },
      ],
      usage: usageOf(7, 3),
    }),
  ];
  await using engine = await startEngine((...parts) => scripts[parts[2]]?.(...parts), {
    dialect: dialects.tgi,
  });
  const received = await stream(engine, { prompt: ["a", "b"] });
  for (const property of ["id", "created", "model"] as const) {
    expect(new Set(received.map((event) => event[property])).size).toBe(1);
  }
  expect(received[0]).toMatchObject({ id: expect.stringMatching(/^cmpl-/), model: "test-model" });
  expect(received.map(({ usage }) => usage)).toEqual([null, null, usageOf(7, 3)]);

  await using gateway = await startTestGateway({ deployment: deploymentOf(engine.generate) });
  const whole = await (await ask(gateway, { prompt: ["a", "b"] })).json();
  expect(whole).toMatchObject({
    id: expect.stringMatching(/^cmpl-/),
    model: "test-model",
    usage: usageOf(7, 3),
  });
  expect(whole).toMatchObject({
    choices: [
      { index: 0, text: "A" },
      { index: 1, text: "Bb" },
    ],
  });
});

describe("rule 5: finish reasons are mapped to the contract's", () => {
  test.each([
    ["vllm", "repetition", "stop"],
    ["tgi", "eos_token", "stop"],
    ["tgi", "stop_sequence", "stop"],
    ["tgi", "length", "length"],
    ["openai", "content_filter", "content_filter"],
  ] as const)("%s: %s", async (name, reason, meaning) => {
    const script = events({ ...chunk("Hello", reason), usage: usageOf(3, 2) }, "[DONE]");
    await using engine = await startEngine(script, { dialect: dialects[name] });
    expect(await collectDeltas(engine.generate, requestFor("Say it"))).toMatchObject([
      { finishReason: meaning },
    ]);
  });

  test.each(["tgi", "ollama"] as const)('%s: "" means that there is none yet', async (name) => {
    const script = events(chunk("Hel", ""), { ...chunk("lo", "length"), usage: usageOf(3, 2) }, "[DONE]");
    await using engine = await startEngine(script, { dialect: dialects[name] });
    const deltas = await collectDeltas(engine.generate, requestFor("Say it"));
    expect(deltas.map(({ finishReason }) => finishReason)).toEqual([null, "length"]);
  });

  test.each([
    ["vllm", "abort"],
    ["vllm", "error"],
    ["ollama", "load"],
    ["ollama", "unload"],
    ["openai", "tool_calls"],
    ["openai", ""],
    ["openai", null],
  ] as const)("%s: %o is a failure, streamed or not", async (name, reason) => {
    const script: Script = (response, request, index) => {
      const respond = request.body.stream
        ? events(chunk("Hello", reason), "[DONE]")
        : json(chunk("Hello", reason));
      respond(response, request, index);
    };
    await using engine = await startEngine(script, { dialect: dialects[name] });
    const codes = await Promise.all(
      [true, false].map(async (stream) => {
        const deltas = collectDeltas(engine.generate, requestFor("Say it", { stream }));
        return (await httpErrorOf(deltas)).code;
      }),
    );
    expect(codes).toEqual(["bad_gateway", "bad_gateway"]);
  });

  test("tgi: the token that ends a text is removed", async () => {
    const script = events(
      chunk("Hello", ""),
      { ...chunk("</s>", "eos_token"), usage: usageOf(3, 2) },
      "[DONE]",
    );
    await using engine = await startEngine(script, { dialect: dialects.tgi });
    const deltas = await collectDeltas(engine.generate, requestFor("Say it"));
    expect(deltas.map(({ text }) => text)).toEqual(["Hello", ""]);
  });
});

describe("rule 6: usage is requested and sent with the last event", () => {
  test.each([
    ["openai", { include_usage: true }],
    ["vllm", { include_usage: true }],
    ["sglang", { include_usage: true }],
    ["ollama", { include_usage: true }],
    ["llama.cpp", undefined],
    ["tgi", undefined],
    ["azure", undefined],
  ] as const)("%s: the caller's own stream_options are not passed on", async (name, options) => {
    const script = events({ ...chunk("Hello", "stop"), usage: usageOf(3, 2) }, "[DONE]");
    await using engine = await startEngine(script, { dialect: dialects[name] });
    const extra = { stream_options: { include_usage: false, continuous_usage_stats: true } };
    await collectDeltas(engine.generate, requestFor("Say it", { extra }));
    expect(engine.upstream.requests[0]?.body.stream_options).toEqual(options);
  });

  test("the last delta waits for the usage", async () => {
    const end = Promise.withResolvers<void>();
    await using engine = await startEngine(async (response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(encode(chunk("Hello")) + encode({ ...chunk("!", "stop"), usage: usageOf(0, 0) }));
      await end.promise;
      response.end(encode(usageChunk(3, 2)));
    });
    const { deltas } = await engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000));
    const received: unknown[] = [];
    for await (const batch of deltas) {
      received.push(batch);
      end.resolve();
    }
    expect(received).toEqual([
      [{ index: 0, text: "Hello", tokens: 0, finishReason: null }],
      [{ index: 0, text: "!", tokens: 2, finishReason: "stop", promptTokens: 3 }],
    ]);
  });

  test("completion_tokens beyond the requested number are counted instead", async () => {
    const script = events(chunk("A", "stop"), chunk("b", "stop", 1), usageChunk(3, 100_000), "[DONE]");
    await using engine = await startEngine(script);
    const deltas = await collectDeltas(engine.generate, requestFor(["a", "b"], { maxTokens: 4 }));
    expect(deltas.at(-1)).toMatchObject({ tokens: 2, promptTokens: 3 });
  });

  test("the gateway sends usage in a separate event only if the request may ask for that and does", async () => {
    await using engine = await startEngine(hello);
    const usages = (received: readonly CompletionChunk[]) =>
      received.map(({ choices, usage }) => [choices.length, usage]);
    const together = [
      [1, null],
      [1, usageOf(3, 2)],
    ];
    expect(usages(await stream(engine, { prompt: "Say it" }))).toEqual(together);
    const asking = { prompt: "Say it", stream_options: { include_usage: true } };
    expect(usages(await stream(engine, asking, "ignore"))).toEqual(together);
    expect(usages(await stream(engine, asking, "pass-through"))).toEqual([
      [1, null],
      [1, null],
      [0, usageOf(3, 2)],
    ]);
  });

  test("tokens are counted if the server sends no plausible usage", async () => {
    await using engine = await startEngine(events(chunk("Call me Ishmael"), chunk(".", "stop"), "[DONE]"));
    const deltas = await collectDeltas(engine.generate, requestFor([[1, 2, 3]]));
    expect(deltas.at(-1)).toMatchObject({ promptTokens: 3, tokens: 6 });
    const usage = { prompt_tokens: -1, completion_tokens: 2 };
    await using whole = await startEngine(json({ ...chunk("Call me Ishmael.", "stop"), usage }));
    const request = requestFor("Call me Ishmael.", { stream: false });
    expect(await collectDeltas(whole.generate, request)).toMatchObject([{ promptTokens: 6, tokens: 6 }]);
  });
});

test("rule 7: stop sequences that a server leaves in the text are removed, and nothing else", async () => {
  const script = events(
    chunk("One E", ""),
    chunk("NOT, two EN", ""),
    { ...chunk("D three", "stop_sequence"), usage: usageOf(3, 4) },
    "[DONE]",
  );
  await using engine = await startEngine(script, { dialect: dialects.tgi });
  const received = await stream(engine, { prompt: "Count", stop: "END" });
  expect(received.map(({ choices }) => choices[0]?.text).join("")).toBe("One ENOT, two ");
});

describe("rule 8: the first event is checked before the 200 is sent", () => {
  test("an error becomes a response with a status, not an event", async () => {
    const script = events({ error: { message: "no", type: "InternalServerError", code: 500 } }, "[DONE]");
    await using engine = await startEngine(script, { dialect: dialects.vllm });
    await using gateway = await startTestGateway({ deployment: deploymentOf(engine.generate) });
    const response = await ask(gateway, { prompt: "Say it", stream: true });
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ code: "bad_gateway" });
    expect(engine.upstream.requests.length).toBe(1);
  });

  test("TGI refuses requests in the first event instead of with a status", async () => {
    const message = "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8192.";
    const script = events({ error: { message, http_status_code: 422 } }, "[DONE]");
    await using engine = await startEngine(script, { dialect: dialects.tgi });
    const error = await httpErrorOf(engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000)));
    expect(error).toMatchObject({ status: 400, code: "context_length_exceeded" });
  });
});

describe("rule 9: each upstream request is cancelled if the caller disconnects", () => {
  test.each([true, false])("before the first byte, stream %s", async (isStream) => {
    const arrived = Promise.withResolvers<void>();
    await using engine = await startEngine((_response, _request, index) => {
      if (index === 2) arrived.resolve();
    });
    const controller = new AbortController();
    const request = requestFor(["a", "b", "c"], { stream: isStream });
    const generation = splitPrompts(engine.generate, 1)(request, controller.signal);
    generation.catch(() => {});
    await arrived.promise;
    controller.abort(new Error("The caller is gone."));
    await expect(generation).rejects.toThrow("The caller is gone.");
    await Promise.all(engine.upstream.requests.map(({ abandoned }) => abandoned));
  });

  test("after the first byte, if the consumer stops iterating", async () => {
    await using engine = await startEngine((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(encode(chunk("Hello")));
    });
    const signal = AbortSignal.timeout(10_000);
    const { deltas } = await splitPrompts(engine.generate, 1)(requestFor(["a", "b", "c"]), signal);
    for await (const _ of deltas) break;
    await Promise.all(engine.upstream.requests.map(({ abandoned }) => abandoned));
    expect(engine.upstream.requests).toHaveLength(3);
  });

  test("through the gateway, if its client disconnects", async () => {
    await using engine = await startEngine((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(encode(chunk("Hello")));
    });
    await using gateway = await startTestGateway({ deployment: deploymentOf(engine.generate) });
    const controller = new AbortController();
    const response = await ask(gateway, { prompt: "a", stream: true }, { signal: controller.signal });
    await response.body?.getReader().read();
    controller.abort();
    await engine.upstream.requests[0]?.abandoned;
    expect(engine.upstream.requests).toHaveLength(1);
  });
});

describe("rule 10: an upstream's status is mapped to one for the caller", () => {
  test.each([
    [401, 502],
    [403, 502],
    [404, 502],
    [424, 502],
    [500, 502],
    [503, 502],
    [504, 502],
    [429, 429],
  ])("%i becomes %i", async (status, expected) => {
    await using engine = await startEngine(json({ error: "no" }, status, { "retry-after": "7" }));
    const error = await httpErrorOf(engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000)));
    expect(error.status).toBe(expected);
    expect(error.headers["retry-after"]).toBe("7");
    expect(error.cause).toMatchObject({ status });
  });
});
