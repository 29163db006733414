import type { Engine, FinalDelta } from "@completions-api/engine";
import { decodeEvents } from "@completions-api/protocol";
import { describe, expect, test } from "vitest";
import { type EngineName, engineNames } from "./engine-server.ts";
import { sglangWithSeeds } from "./sglang/server.ts";
import { startUpstream, type Upstream, upstreamModel } from "./start-upstream.ts";

const request = { model: upstreamModel, prompt: "Call me", max_tokens: 12, seed: 7 };

function post({ url }: Upstream, body: object): Promise<Response> {
  const headers = { "content-type": "application/json" };
  return fetch(`${url}/completions`, { method: "POST", headers, body: JSON.stringify(body) });
}

/** The properties that every engine's completion has. */
interface Whole {
  readonly choices: readonly {
    readonly index: number;
    readonly text: string;
    readonly finish_reason: string;
  }[];
  readonly usage: { readonly completion_tokens: number };
}

async function ask(upstream: Upstream, body: object): Promise<Whole & { readonly texts: readonly string[] }> {
  // The upstream checks it against its document.
  const whole = (await (await post(upstream, { ...request, ...body })).json()) as Whole;
  return { ...whole, texts: whole.choices.map(({ text }) => text) };
}

/** Reads the events of a stream. `done` is true if `[DONE]` arrived. */
async function readEvents({ body }: Response) {
  const events: Record<string, unknown>[] = [];
  if (body === null) throw new Error("There is no stream.");
  const accept = (value: unknown) => ({ valid: true as const, value: Object(value) });
  let done = false;
  for await (const event of decodeEvents(body, { validate: accept })) {
    if (event === "[DONE]") done = true;
    else events.push(event);
  }
  return { events, done };
}

describe.each(engineNames)("%s", (name) => {
  test("streams the same text as a whole completion, as its document allows", async () => {
    const server = name === "sglang" ? { server: sglangWithSeeds } : {};
    await using upstream = await startUpstream(name, server);
    const whole = await ask(upstream, {});
    const { events, done } = await readEvents(await post(upstream, { ...request, stream: true }));
    const choices = events.flatMap(({ choices }) => choices as { text: string; finish_reason: string }[]);
    expect(choices.map(({ text }) => text).join("")).toBe(whole.texts[0]);
    expect(whole.choices[0]).toMatchObject({ index: 0, finish_reason: "length" });
    expect(choices.at(-1)?.finish_reason).toBe("length");
    expect(whole.usage).toMatchObject({ prompt_tokens: 2, completion_tokens: 12, total_tokens: 14 });
    expect(done).toBe(true);
  });
});

describe("an engine refuses the requests that the real one refuses, with the same error", () => {
  const badRequest = { error: { type: "BadRequestError", code: 400 } };
  const flat = { object: "error", type: "BadRequestError", code: 400 };
  const ofLlama = { error: { code: 400, type: "invalid_request_error" } };
  const ofOpenAi = { error: { type: "invalid_request_error" } };
  const ofTgi = { error_type: "validation" };

  test.each<[EngineName, what: string, body: object, status: number, expected: object | string]>([
    ["vllm", "an empty prompt", { prompt: "" }, 400, badRequest],
    ["vllm", "max_tokens of 0", { max_tokens: 0 }, 400, badRequest],
    ["vllm", "a top_p of 0", { top_p: 0 }, 400, badRequest],
    ["vllm", "an empty stop sequence", { stop: "" }, 400, badRequest],
    ["vllm", "stream options without a stream", { stream_options: {} }, 400, badRequest],
    ["vllm", "1025 prompts", { prompt: Array(1025).fill("a") }, 400, badRequest],
    ["sglang", "an empty prompt", { prompt: "" }, 400, flat],
    ["sglang", "prompts that are all empty", { prompt: ["", ""] }, 400, flat],
    ["sglang", "the prompt of the token 0", { prompt: [0] }, 400, flat],
    ["sglang", "max_tokens of 0", { max_tokens: 0 }, 400, flat],
    ["sglang", "a top_p of 0", { top_p: 0 }, 400, flat],
    ["llama.cpp", "more choices than it has slots", { n: 5 }, 400, ofLlama],
    ["llama.cpp", "max_tokens of another type", { max_tokens: "many" }, 400, ofLlama],
    ["ollama", "several prompts", { prompt: ["a", "b"] }, 400, ofOpenAi],
    ["ollama", "a prompt of tokens", { prompt: [1, 2] }, 400, ofOpenAi],
    ["tgi", "a prompt of tokens", { prompt: [1, 2] }, 422, ofTgi],
    ["tgi", "five prompts", { prompt: ["a", "b", "c", "d", "e"] }, 422, ofTgi],
    ["tgi", "an empty prompt", { prompt: "" }, 422, ofTgi],
    ["tgi", "a top_p of 1", { top_p: 1 }, 422, ofTgi],
    ["tgi", "a top_p of 0", { top_p: 0 }, 422, ofTgi],
    ["tgi", "max_tokens of 0", { max_tokens: 0 }, 422, ofTgi],
    ["tgi", "a stop sequence outside a list", { stop: "." }, 422, "expected a sequence"],
    ["tgi", "a seed below 0", { seed: -1 }, 422, ofTgi],
    ["openai", "unknown parameters", { top_k: 4 }, 400, ofOpenAi],
    ["openai", "an empty list of stop sequences", { stop: [] }, 400, ofOpenAi],
    ["openai", "stream options without a stream", { stream_options: {} }, 400, ofOpenAi],
  ])("%s: %s", async (name, _, body, status, expected) => {
    await using upstream = await startUpstream(name);
    const response = await post(upstream, { ...request, ...body });
    expect(response.status).toBe(status);
    if (typeof expected === "string") expect(await response.text()).toContain(expected);
    else expect(await response.json()).toMatchObject(expected);
    expect(upstream.takeViolations()).not.toEqual([]);
  });

  test.each<[EngineName, number]>([
    ["vllm", 404],
    ["ollama", 404],
    ["openai", 404],
  ])("%s: an unknown model", async (name, status) => {
    await using upstream = await startUpstream(name);
    expect((await post(upstream, { ...request, model: "other" })).status).toBe(status);
  });

  test("tgi: within a stream that has begun", async () => {
    await using upstream = await startUpstream("tgi");
    const response = await post(upstream, { ...request, stream: true, max_tokens: 9000 });
    expect(response.status).toBe(200);
    const { events, done } = await readEvents(response);
    expect(events).toMatchObject([
      { error: { message: expect.stringContaining("max_new_tokens"), http_status_code: 422 } },
    ]);
    expect(done).toBe(true);
  });
});

describe("a request beyond the context length", () => {
  test.each<[EngineName, number]>([
    ["vllm", 400],
    ["sglang", 400],
    ["tgi", 422],
    ["openai", 400],
  ])("is refused by %s", async (name, status) => {
    await using upstream = await startUpstream(name);
    expect((await post(upstream, { ...request, max_tokens: 9000 })).status).toBe(status);
  });

  test.each(["llama.cpp", "ollama"] as const)("is silently truncated by %s", async (name) => {
    await using upstream = await startUpstream(name);
    expect((await post(upstream, { ...request, max_tokens: 9000 })).status).toBe(200);
  });
});

describe("peculiarities that the gateway handles", () => {
  test.each<[EngineName, seed: number]>([
    ["vllm", -1],
    ["llama.cpp", -1],
    ["llama.cpp", Number.MAX_SAFE_INTEGER],
    ["ollama", -1],
  ])("%s ignores the seed %i", async (name, seed) => {
    await using upstream = await startUpstream(name);
    const body = { seed, max_tokens: 40 };
    expect((await ask(upstream, body)).texts).not.toEqual((await ask(upstream, body)).texts);
  });

  test("sglang ignores seeds unless configured", async () => {
    await using upstream = await startUpstream("sglang");
    const body = { max_tokens: 40 };
    expect((await ask(upstream, body)).texts).not.toEqual((await ask(upstream, body)).texts);
    await using seeded = await startUpstream("sglang", { server: sglangWithSeeds });
    expect((await ask(seeded, body)).texts).toEqual((await ask(seeded, body)).texts);
  });

  test.each(["n_predict", "max_completion_tokens"])("llama.cpp prefers %s to max_tokens", async (name) => {
    await using upstream = await startUpstream("llama.cpp");
    expect((await ask(upstream, { [name]: 3 })).usage).toMatchObject({ completion_tokens: 3 });
  });

  test("llama.cpp has no default for max_tokens", async () => {
    await using upstream = await startUpstream("llama.cpp");
    const { usage } = await ask(upstream, { max_tokens: undefined });
    expect(usage.completion_tokens).toBeGreaterThan(256);
  });

  test("llama.cpp counts only the first of several prompts", async () => {
    await using upstream = await startUpstream("llama.cpp");
    const { texts, usage } = await ask(upstream, { prompt: ["Call me", "The whale"] });
    expect(texts).toHaveLength(2);
    expect(usage).toMatchObject({ prompt_tokens: 2, completion_tokens: 12, total_tokens: 14 });
  });

  test("ollama only loads its model for an empty prompt", async () => {
    await using upstream = await startUpstream("ollama");
    const { choices } = await ask(upstream, { prompt: "" });
    expect(choices).toEqual([{ text: "", index: 0, finish_reason: "load" }]);
  });

  test("ollama treats a top_p of 0 as 1", async () => {
    await using upstream = await startUpstream("ollama");
    const [zero, one] = [await ask(upstream, { top_p: 0 }), await ask(upstream, { top_p: 1 })];
    expect(zero.texts).toEqual(one.texts);
  });

  test("tgi leaves stop sequences in the text, and finds them only at the end of a token", async () => {
    await using upstream = await startUpstream("tgi");
    const whole = await ask(upstream, {});
    expect(whole.texts).toEqual([expect.stringContaining(" Ish")]);
    const cut = await ask(upstream, { stop: ["Ishmael."] });
    expect(cut.choices).toMatchObject([{ text: " Ishmael.", finish_reason: "stop_sequence" }]);
    expect((await ask(upstream, { stop: ["shm"] })).texts).toEqual(whole.texts);
  });

  test("tgi sends the token that ends a text, but only in streams", async () => {
    const model = modelOf({ text: "Sea", finishReason: "stop" });
    await using upstream = await startUpstream("tgi", { model });
    expect((await ask(upstream, {})).choices).toMatchObject([{ text: "Sea", finish_reason: "stop" }]);
    const { events } = await readEvents(await post(upstream, { ...request, stream: true }));
    expect(events.at(-1)).toMatchObject({
      choices: [{ text: "<|endoftext|>", finish_reason: "eos_token" }],
    });
  });

  test("tgi samples at a temperature of 0 if there is a top_p", async () => {
    await using upstream = await startUpstream("tgi");
    const greedy = await ask(upstream, { temperature: 0 });
    expect((await ask(upstream, { temperature: 0, top_p: 0.99 })).texts).not.toEqual(greedy.texts);
  });

  test("tgi lists choices in the order of their ends", async () => {
    await using upstream = await startUpstream("tgi");
    const { choices } = await ask(upstream, { prompt: ["The whale", "Call me"], stop: ["Ishmael."] });
    expect(choices.map(({ index }) => index)).toEqual([1, 0]);
  });

  test("tgi ignores the presence penalty", async () => {
    await using upstream = await startUpstream("tgi");
    const body = { prompt: "The whale", max_tokens: 40, temperature: 0 };
    expect(await ask(upstream, { ...body, presence_penalty: 2 })).toEqual(await ask(upstream, body));
  });
});

describe.each(engineNames)("if %s fails", (name) => {
  const model: Engine = {
    model: "failing",
    async *generate() {
      yield { index: 0, text: "Sea", tokens: 1, finishReason: null };
      throw new Error("It fails.");
    },
  };
  const done = { vllm: true, sglang: true, "llama.cpp": false, ollama: false, tgi: true, openai: false };

  test("a whole completion becomes an error with its status", async () => {
    await using upstream = await startUpstream(name, { model });
    expect((await post(upstream, request)).status).toBe(name === "tgi" ? 424 : 500);
  });

  test("a stream ends with an error", async () => {
    await using upstream = await startUpstream(name, { model });
    const stream = await readEvents(await post(upstream, { ...request, stream: true }));
    expect(stream.events).toHaveLength(2);
    // Ollama reports no error.
    if (name !== "ollama") expect(stream.events[1]).toMatchObject({ error: expect.anything() });
    expect(stream.done).toBe(done[name]);
  });
});

test("violations of the document are reported", async () => {
  const model = modelOf({ text: "Sea", finishReason: "content_filter" });
  const upstream = await startUpstream("vllm", { model });
  await (await post(upstream, request)).text();
  await (await post(upstream, { ...request, stream: true })).text();
  await expect(upstream[Symbol.asyncDispose]()).rejects.toThrow(/The response:.*\n?.*An event:/s);
});

/** Creates a model that always generates the same text. */
function modelOf({ text, finishReason }: Pick<FinalDelta, "text" | "finishReason">): Engine {
  return {
    model: "fixed",
    async *generate() {
      yield { index: 0, text, tokens: 1, finishReason: null };
      yield { index: 0, text: "", tokens: 0, finishReason, promptTokens: 2 };
    },
  };
}
