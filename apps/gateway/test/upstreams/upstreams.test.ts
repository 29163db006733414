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

/** What every engine's completion has. */
interface Whole {
  readonly choices: readonly {
    readonly index: number;
    readonly text: string;
    readonly finish_reason: string;
  }[];
  readonly usage: { readonly completion_tokens: number };
}

async function ask(upstream: Upstream, body: object): Promise<Whole & { readonly texts: readonly string[] }> {
  // The upstream holds it to its document.
  const whole = (await (await post(upstream, { ...request, ...body })).json()) as Whole;
  return { ...whole, texts: whole.choices.map(({ text }) => text) };
}

/** The events of a stream, and whether `[DONE]` came. */
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
  test("streams what it answers as a whole, in shapes that its document allows", async () => {
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

describe("an engine refuses, in its own words, what the real one refuses", () => {
  const badRequest = { error: { type: "BadRequestError", code: 400 } };
  const flat = { object: "error", type: "BadRequestError", code: 400 };
  const ofLlama = { error: { code: 400, type: "invalid_request_error" } };
  const ofOpenAi = { error: { type: "invalid_request_error" } };
  const ofTgi = { error_type: "validation" };

  test.each<[EngineName, what: string, body: object, status: number, expected: object | string]>([
    ["vllm", "an empty prompt", { prompt: "" }, 400, badRequest],
    ["vllm", "no tokens", { max_tokens: 0 }, 400, badRequest],
    ["vllm", "a top_p of 0", { top_p: 0 }, 400, badRequest],
    ["vllm", "an empty stop sequence", { stop: "" }, 400, badRequest],
    ["vllm", "stream options without a stream", { stream_options: {} }, 400, badRequest],
    ["vllm", "1025 prompts", { prompt: Array(1025).fill("a") }, 400, badRequest],
    ["sglang", "an empty prompt", { prompt: "" }, 400, flat],
    ["sglang", "prompts that are all empty", { prompt: ["", ""] }, 400, flat],
    ["sglang", "the prompt of the token 0", { prompt: [0] }, 400, flat],
    ["sglang", "no tokens", { max_tokens: 0 }, 400, flat],
    ["sglang", "a top_p of 0", { top_p: 0 }, 400, flat],
    ["llama.cpp", "echo", { echo: true }, 400, ofLlama],
    ["llama.cpp", "best_of", { best_of: 1 }, 400, ofLlama],
    ["ollama", "several prompts", { prompt: ["a", "b"] }, 400, ofOpenAi],
    ["ollama", "a prompt of tokens", { prompt: [1, 2] }, 400, ofOpenAi],
    ["tgi", "a prompt of tokens", { prompt: [1, 2] }, 422, ofTgi],
    ["tgi", "five prompts", { prompt: ["a", "b", "c", "d", "e"] }, 422, ofTgi],
    ["tgi", "an empty prompt", { prompt: "" }, 422, ofTgi],
    ["tgi", "a top_p of 1", { top_p: 1 }, 422, ofTgi],
    ["tgi", "a top_p of 0", { top_p: 0 }, 422, ofTgi],
    ["tgi", "no tokens", { max_tokens: 0 }, 422, ofTgi],
    ["tgi", "a stop sequence that is in no list", { stop: "." }, 422, "expected a sequence"],
    ["tgi", "a seed below 0", { seed: -1 }, 422, ofTgi],
    ["openai", "parameters that it does not know", { top_k: 4 }, 400, ofOpenAi],
    ["openai", "stop sequences that are none", { stop: [] }, 400, ofOpenAi],
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
  ])("%s: a model that it does not have", async (name, status) => {
    await using upstream = await startUpstream(name);
    expect((await post(upstream, { ...request, model: "other" })).status).toBe(status);
  });

  test("tgi: in the stream, where that has begun", async () => {
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

describe("what is beyond the context", () => {
  test.each<[EngineName, number]>([
    ["vllm", 400],
    ["sglang", 400],
    ["tgi", 422],
    ["openai", 400],
  ])("%s refuses", async (name, status) => {
    await using upstream = await startUpstream(name);
    expect((await post(upstream, { ...request, max_tokens: 9000 })).status).toBe(status);
  });

  test.each(["llama.cpp", "ollama"] as const)("%s does not generate, silently", async (name) => {
    await using upstream = await startUpstream(name);
    expect((await post(upstream, { ...request, max_tokens: 9000 })).status).toBe(200);
  });
});

describe("habits that the gateway has to know", () => {
  test.each<[EngineName, seed: number]>([
    ["vllm", -1],
    ["llama.cpp", -1],
    ["llama.cpp", Number.MAX_SAFE_INTEGER],
    ["ollama", -1],
  ])("to %s the seed %i is none", async (name, seed) => {
    await using upstream = await startUpstream(name);
    const body = { seed, max_tokens: 40 };
    expect((await ask(upstream, body)).texts).not.toEqual((await ask(upstream, body)).texts);
  });

  test("sglang knows no seeds unless it is told to", async () => {
    await using upstream = await startUpstream("sglang");
    const body = { max_tokens: 40 };
    expect((await ask(upstream, body)).texts).not.toEqual((await ask(upstream, body)).texts);
    await using seeded = await startUpstream("sglang", { server: sglangWithSeeds });
    expect((await ask(seeded, body)).texts).toEqual((await ask(seeded, body)).texts);
  });

  test.each(["n_predict", "max_completion_tokens"])("to llama.cpp %s counts more", async (name) => {
    await using upstream = await startUpstream("llama.cpp");
    expect((await ask(upstream, { [name]: 3 })).usage).toMatchObject({ completion_tokens: 3 });
  });

  test("llama.cpp goes on where it is not told how far", async () => {
    await using upstream = await startUpstream("llama.cpp");
    const { usage } = await ask(upstream, { max_tokens: undefined });
    expect(usage.completion_tokens).toBeGreaterThan(256);
  });

  test("llama.cpp counts only the first of several prompts", async () => {
    await using upstream = await startUpstream("llama.cpp");
    const { texts, usage } = await ask(upstream, { prompt: ["Call me", "The whale"] });
    expect(texts).toHaveLength(2);
    expect(usage).toEqual({ prompt_tokens: 2, completion_tokens: 12, total_tokens: 14 });
  });

  test("ollama takes an empty prompt for the wish to load its model", async () => {
    await using upstream = await startUpstream("ollama");
    const { choices } = await ask(upstream, { prompt: "" });
    expect(choices).toEqual([{ text: "", index: 0, finish_reason: "load" }]);
  });

  test("ollama takes a top_p of 0 for 1", async () => {
    await using upstream = await startUpstream("ollama");
    const [zero, one] = [await ask(upstream, { top_p: 0 }), await ask(upstream, { top_p: 1 })];
    expect(zero.texts).toEqual(one.texts);
  });

  test("tgi leaves a stop sequence in the text, and finds it only at the end of a token", async () => {
    await using upstream = await startUpstream("tgi");
    const whole = await ask(upstream, {});
    expect(whole.texts).toEqual([expect.stringContaining(" Ish")]);
    const cut = await ask(upstream, { stop: ["Ishmael."] });
    expect(cut.choices).toMatchObject([{ text: " Ishmael.", finish_reason: "stop_sequence" }]);
    expect((await ask(upstream, { stop: ["shm"] })).texts).toEqual(whole.texts);
  });

  test("tgi names the token that ends a text, in streams only", async () => {
    const model = modelOf({ text: "Sea", finishReason: "stop" });
    await using upstream = await startUpstream("tgi", { model });
    expect((await ask(upstream, {})).choices).toMatchObject([{ text: "Sea", finish_reason: "stop" }]);
    const { events } = await readEvents(await post(upstream, { ...request, stream: true }));
    expect(events.at(-1)).toMatchObject({
      choices: [{ text: "<|endoftext|>", finish_reason: "eos_token" }],
    });
  });

  test("tgi samples at a temperature of 0 where there is a top_p", async () => {
    await using upstream = await startUpstream("tgi");
    const greedy = await ask(upstream, { temperature: 0 });
    expect((await ask(upstream, { temperature: 0, top_p: 0.99 })).texts).not.toEqual(greedy.texts);
  });

  test("tgi lists choices by when they ended", async () => {
    await using upstream = await startUpstream("tgi");
    const { choices } = await ask(upstream, { prompt: ["The whale", "Call me"], stop: ["Ishmael."] });
    expect(choices.map(({ index }) => index)).toEqual([1, 0]);
  });

  test("tgi has no presence penalty", async () => {
    await using upstream = await startUpstream("tgi");
    const body = { prompt: "The whale", max_tokens: 40, temperature: 0 };
    expect(await ask(upstream, { ...body, presence_penalty: 2 })).toEqual(await ask(upstream, body));
  });
});

describe.each(engineNames)("where %s fails", (name) => {
  const model: Engine = {
    model: "failing",
    async *generate() {
      yield { index: 0, text: "Sea", tokens: 1, finishReason: null };
      throw new Error("It fails.");
    },
  };
  const done = { vllm: true, sglang: true, "llama.cpp": false, ollama: false, tgi: true, openai: false };

  test("an answer has the status of that", async () => {
    await using upstream = await startUpstream(name, { model });
    expect((await post(upstream, request)).status).toBe(name === "tgi" ? 424 : 500);
  });

  test("a stream says so, and ends", async () => {
    await using upstream = await startUpstream(name, { model });
    const stream = await readEvents(await post(upstream, { ...request, stream: true }));
    expect(stream.events).toHaveLength(2);
    // Ollama has no word for it.
    if (name !== "ollama") expect(stream.events[1]).toMatchObject({ error: expect.anything() });
    expect(stream.done).toBe(done[name]);
  });
});

test("what the document does not allow is told of", async () => {
  const model = modelOf({ text: "Sea", finishReason: "content_filter" });
  const upstream = await startUpstream("vllm", { model });
  await (await post(upstream, request)).text();
  await (await post(upstream, { ...request, stream: true })).text();
  await expect(upstream[Symbol.asyncDispose]()).rejects.toThrow(/The response:.*\n?.*An event:/s);
});

/** A model that knows one text. */
function modelOf({ text, finishReason }: Pick<FinalDelta, "text" | "finishReason">): Engine {
  return {
    model: "fixed",
    async *generate() {
      yield { index: 0, text, tokens: 1, finishReason: null };
      yield { index: 0, text: "", tokens: 0, finishReason, promptTokens: 2 };
    },
  };
}
