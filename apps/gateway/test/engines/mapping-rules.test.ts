import { decodeEvents } from "@completions-api/protocol";
import type { CompletionChunk } from "@completions-api/types";
import { describe, expect, test } from "vitest";
import type { Dialect } from "../../src/backends/openai/dialect.ts";
import { dialects } from "../../src/backends/openai/dialects.ts";
import { split } from "../../src/backends/split.ts";
import {
  apiErrorOf,
  chunk,
  collectPieces,
  requestFor,
  startEngine,
  type TestEngine,
  usageChunk,
  usageOf,
} from "../support/engine-request.ts";
import { encode, events, json, type Script } from "../support/scripted-upstream.ts";
import { ask, deploymentOf, startTestGateway } from "../support/start-gateway.ts";

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
  await collectPieces(engine.generate, requestFor("Say it", { stream: false, ...parts }));
  return engine.upstream.requests[0]?.body;
}

/** The events of a gateway in front of an engine. */
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

describe("rule 1: an upstream's validation text is never the contract", () => {
  const refusal = { error: { message: "1 validation error: SECRET", type: "BadRequestError", code: 400 } };

  test.each(Object.entries(dialects))("%s", async (_name, dialect) => {
    await using engine = await startEngine(json(refusal, 400), { dialect });
    const error = await apiErrorOf(engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000)));
    expect(error).toMatchObject({ status: 502, code: "bad_gateway" });
    expect(`${JSON.stringify(error.body)} ${error.stack} ${error.cause}`).not.toContain("SECRET");
  });

  test("a parameter that it refuses is 422 with its name, in the contract's words", async () => {
    const body = { error: { message: "SECRET", param: "presence_penalty", code: 400 } };
    await using engine = await startEngine(json(body, 400));
    const request = requestFor("Say it", { presencePenalty: 1.5 });
    const error = await apiErrorOf(engine.generate(request, AbortSignal.timeout(10_000)));
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

  test.each(["openai", "vllm", "sglang", "llama.cpp", "ollama"] as const)("to %s", async (name) => {
    expect(await bodySentTo(dialects[name])).toEqual({ ...defaults, model: "whale" });
  });

  test("to this contract, which has no model", async () => {
    expect(await bodySentTo(dialects.azure)).toEqual(defaults);
  });

  test("to TGI, which refuses a top_p of 1 and knows no presence_penalty, nor any model but adapters", async () => {
    const { top_p, presence_penalty, ...others } = defaults;
    expect(await bodySentTo(dialects.tgi)).toEqual({ ...others, model: "tgi" });
  });

  test("a top_p of 0 is sent as no temperature, which none refuses", async () => {
    expect(await bodySentTo(dialects.vllm, { topP: 0 })).toMatchObject({ temperature: 0, top_p: 1 });
    expect(await bodySentTo(dialects.tgi, { temperature: 0, topP: 0.5 })).not.toHaveProperty("top_p");
  });

  test("stop is a list", async () => {
    expect(await bodySentTo(dialects.tgi, { stop: ["\n"] })).toMatchObject({ stop: ["\n"] });
  });

  test("seeds are such as the server takes, the same for the same", async () => {
    expect(await bodySentTo(dialects.openai, { seed: -1 })).toMatchObject({ seed: -1 });
    expect(await bodySentTo(dialects.vllm, { seed: -1 })).toMatchObject({ seed: 2 ** 53 - 1 });
    expect(await bodySentTo(dialects["llama.cpp"], { seed: -1 })).toMatchObject({ seed: 2 ** 31 - 1 });
    expect(await bodySentTo(dialects.ollama, { seed: 2 ** 32 - 1 })).toMatchObject({ seed: 2 ** 31 - 1 });
    expect(await bodySentTo(dialects.tgi, { seed: -7 })).toMatchObject({ seed: 2 ** 53 - 7 });
    expect(await bodySentTo(dialects.tgi, { seed: 2 ** 53 - 1 })).toMatchObject({ seed: 2 ** 53 - 1 });
  });

  test("no extra parameter takes the place of a known one", async () => {
    const extra = { n_predict: 9000, max_completion_tokens: 9000, top_k: 3, model: "other" };
    const body = await bodySentTo(dialects["llama.cpp"], { extra });
    expect(body).toEqual({ ...defaults, model: "whale", top_k: 3 });
  });

  test("no extra parameter makes more choices than prompts", async () => {
    await using engine = await startEngine(hello);
    const request = requestFor("Say it", { extra: { n: 2 } });
    const error = await apiErrorOf(engine.generate(request, AbortSignal.timeout(10_000)));
    expect(error.body).toMatchObject({ status: 422, detail: { loc: ["body", "n"], value: "2" } });
    expect(engine.upstream.requests).toEqual([]);
  });

  test("this contract is told its version, its deployment, and to pass extra parameters on", async () => {
    await using engine = await startEngine(json(wholeOf("Hello")), {
      dialect: dialects.azure,
      model: "whale",
      deployment: "blue",
      credential: "key",
    });
    await collectPieces(engine.generate, requestFor("Say it", { stream: false, extra: { top_k: 3 } }));
    await collectPieces(engine.generate, requestFor("Say it", { stream: false }));
    const [passing, plain] = engine.upstream.requests;
    expect(passing?.path).toBe("/v1/completions?api-version=2024-04-01-preview");
    expect(passing?.headers).toMatchObject({
      authorization: "Bearer key",
      "azureml-model-deployment": "blue",
      "extra-parameters": "pass-through",
    });
    expect(passing?.body).toEqual({ ...defaults, top_k: 3 });
    expect(plain?.headers).not.toHaveProperty("extra-parameters");
  });
});

describe("rule 3: prompts are sent as many at once as the upstream takes", () => {
  const one: Script = (response, request, index) => {
    const { prompt } = request.body;
    const prompts = Array.isArray(prompt) ? prompt : [prompt];
    json(wholeOf(...prompts.map((text) => `${text}!`)))(response, request, index);
  };
  const prompts = ["a", "b", "c", "d", "e"];

  test.each([
    ["ollama", ["a", "b", "c", "d", "e"]],
    ["llama.cpp", ["a", "b", "c", "d", "e"]],
    ["tgi", [["a", "b", "c", "d"], "e"]],
    ["vllm", [["a", "b", "c", "d", "e"]]],
  ] as const)("%s", async (name, sent) => {
    const dialect = dialects[name];
    await using engine = await startEngine(one, { dialect });
    const generate = split(engine.generate, dialect.promptsPerRequest);
    const deltas = await collectPieces(generate, requestFor(prompts, { stream: false }));
    // They arrive in any order, each on its own connection.
    const arrived = engine.upstream.requests.map(({ body }) => body.prompt);
    expect(arrived.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual(sent);
    const texts = deltas.toSorted((a, b) => a.index - b.index).map(({ text }) => text);
    expect(texts).toEqual(["a!", "b!", "c!", "d!", "e!"]);
    const promptTokens = deltas.map((delta) => ("promptTokens" in delta ? delta.promptTokens : 0));
    expect(promptTokens.reduce((sum, tokens) => sum + tokens)).toBe(3 * sent.length);
  });

  test.each(["ollama", "tgi"] as const)("%s takes no tokens, nor an empty prompt", async (name) => {
    await using engine = await startEngine(hello, { dialect: dialects[name] });
    const tokens = requestFor([[1, 2], [3]]);
    const error = await apiErrorOf(engine.generate(tokens, AbortSignal.timeout(10_000)));
    expect(error.body).toMatchObject({
      status: 422,
      code: "parameter_not_supported",
      detail: { loc: ["body", "prompt", "0"], value: "[1,2]" },
    });
    const empty = await apiErrorOf(engine.generate(requestFor(""), AbortSignal.timeout(10_000)));
    expect(empty.body).toMatchObject({ status: 422, detail: { loc: ["body", "prompt"], value: '""' } });
    expect(engine.upstream.requests).toEqual([]);
  });
});

test("rule 4: one id, created and model, the gateway's; choices in order; usage summed", async () => {
  const answers = [
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
  await using engine = await startEngine((...parts) => answers[parts[2]]?.(...parts), {
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

describe("rule 5: finish reasons are the contract's", () => {
  test.each([
    ["vllm", "repetition", "stop"],
    ["tgi", "eos_token", "stop"],
    ["tgi", "stop_sequence", "stop"],
    ["tgi", "length", "length"],
    ["openai", "content_filter", "content_filter"],
  ] as const)("%s: %s", async (name, reason, meaning) => {
    const script = events({ ...chunk("Hello", reason), usage: usageOf(3, 2) }, "[DONE]");
    await using engine = await startEngine(script, { dialect: dialects[name] });
    expect(await collectPieces(engine.generate, requestFor("Say it"))).toMatchObject([
      { finishReason: meaning },
    ]);
  });

  test.each(["tgi", "ollama"] as const)('%s: "" is none yet', async (name) => {
    const script = events(chunk("Hel", ""), { ...chunk("lo", "length"), usage: usageOf(3, 2) }, "[DONE]");
    await using engine = await startEngine(script, { dialect: dialects[name] });
    const deltas = await collectPieces(engine.generate, requestFor("Say it"));
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
      const answer = request.body.stream
        ? events(chunk("Hello", reason), "[DONE]")
        : json(chunk("Hello", reason));
      answer(response, request, index);
    };
    await using engine = await startEngine(script, { dialect: dialects[name] });
    for (const isStream of [true, false]) {
      const error = await apiErrorOf(
        collectPieces(engine.generate, requestFor("Say it", { stream: isStream })),
      );
      expect(error).toMatchObject({ status: 502, code: "bad_gateway" });
    }
  });

  test("tgi: the token that ends a text is not part of it", async () => {
    const script = events(
      chunk("Hello", ""),
      { ...chunk("</s>", "eos_token"), usage: usageOf(3, 2) },
      "[DONE]",
    );
    await using engine = await startEngine(script, { dialect: dialects.tgi });
    const deltas = await collectPieces(engine.generate, requestFor("Say it"));
    expect(deltas.map(({ text }) => text)).toEqual(["Hello", ""]);
  });
});

describe("rule 6: usage is asked for, and comes with the last event", () => {
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
    await collectPieces(engine.generate, requestFor("Say it", { extra }));
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

  test("what it says is at most what was asked for", async () => {
    const script = events(chunk("A", "stop"), chunk("b", "stop", 1), usageChunk(3, 100_000), "[DONE]");
    await using engine = await startEngine(script);
    const deltas = await collectPieces(engine.generate, requestFor(["a", "b"], { maxTokens: 4 }));
    expect(deltas.at(-1)).toMatchObject({ tokens: 8, promptTokens: 3 });
  });

  test("the gateway gives it in an event of its own only to who asks for that, and may", async () => {
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

  test("where there is none that makes sense, the tokens are counted", async () => {
    await using engine = await startEngine(events(chunk("Call me Ishmael"), chunk(".", "stop"), "[DONE]"));
    const deltas = await collectPieces(engine.generate, requestFor([[1, 2, 3]]));
    expect(deltas.at(-1)).toMatchObject({ promptTokens: 3, tokens: 6 });
    const usage = { prompt_tokens: -1, completion_tokens: 2 };
    await using whole = await startEngine(json({ ...chunk("Call me Ishmael.", "stop"), usage }));
    const request = requestFor("Call me Ishmael.", { stream: false });
    expect(await collectPieces(whole.generate, request)).toMatchObject([{ promptTokens: 6, tokens: 6 }]);
  });
});

test("rule 7: stop sequences that a server lets through are cut out, and nothing else is", async () => {
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

describe("rule 8: the first event is looked at before there is a 200", () => {
  test("an error is a response of its own, not one in a stream", async () => {
    const script = events({ error: { message: "no", type: "InternalServerError", code: 500 } }, "[DONE]");
    await using engine = await startEngine(script, { dialect: dialects.vllm });
    await using gateway = await startTestGateway({ deployment: deploymentOf(engine.generate) });
    const response = await ask(gateway, { prompt: "Say it", stream: true });
    expect(response.status).toBe(502);
    expect(await response.json()).toMatchObject({ code: "bad_gateway" });
    expect(engine.upstream.requests.length).toBe(1);
  });

  test("TGI refuses in the first event what others refuse with a status", async () => {
    const message = "Input validation error: `inputs` tokens + `max_new_tokens` must be <= 8192.";
    const script = events({ error: { message, http_status_code: 422 } }, "[DONE]");
    await using engine = await startEngine(script, { dialect: dialects.tgi });
    const error = await apiErrorOf(engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000)));
    expect(error).toMatchObject({ status: 400, code: "context_length_exceeded" });
  });
});

describe("rule 9: where the caller leaves, each upstream request is cancelled", () => {
  test.each([true, false])("before the first byte, stream %s", async (isStream) => {
    const arrived = Promise.withResolvers<void>();
    await using engine = await startEngine((_response, _request, index) => {
      if (index === 2) arrived.resolve();
    });
    const controller = new AbortController();
    const request = requestFor(["a", "b", "c"], { stream: isStream });
    const generation = split(engine.generate, 1)(request, controller.signal);
    generation.catch(() => {});
    await arrived.promise;
    controller.abort(new Error("The caller has left."));
    await expect(generation).rejects.toThrow("The caller has left.");
    await Promise.all(engine.upstream.requests.map(({ abandoned }) => abandoned));
  });

  test("after it, by who stops iterating", async () => {
    await using engine = await startEngine((response) => {
      response.writeHead(200, { "content-type": "text/event-stream" });
      response.write(encode(chunk("Hello")));
    });
    const signal = AbortSignal.timeout(10_000);
    const { deltas } = await split(engine.generate, 1)(requestFor(["a", "b", "c"]), signal);
    for await (const _ of deltas) break;
    await Promise.all(engine.upstream.requests.map(({ abandoned }) => abandoned));
  });

  test("by the gateway, whose client has gone", async () => {
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
  });
});

describe("rule 10: an upstream's status is not the caller's", () => {
  test.each([
    [401, 502],
    [403, 502],
    [404, 502],
    [424, 502],
    [500, 502],
    [503, 502],
    [504, 502],
    [429, 429],
  ])("%i is %i", async (status, expected) => {
    await using engine = await startEngine(json({ error: "no" }, status, { "retry-after": "7" }));
    const error = await apiErrorOf(engine.generate(requestFor("Say it"), AbortSignal.timeout(10_000)));
    expect(error.status).toBe(expected);
    expect(error.headers["retry-after"]).toBe("7");
    expect(error.cause).toMatchObject({ status });
  });
});
