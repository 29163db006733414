import { readResponse, splitEvents } from "@completions-api/testing";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { type Answer, type CodeAnswer, type Mock, startMock } from "../src/index.ts";
import { ask, target } from "./support/ask.ts";
import { expectResponse } from "./support/expect-response.ts";
import { countingEngine } from "./support/test-engines.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0, engine: countingEngine });
});
afterEach(() => mock.reset());
afterAll(() => mock.close());

const openAI = "/v1/completions";

/** Lets the mock give an answer to a request, and reads the response as JSON. */
async function answer(given: CodeAnswer, body: object = {}, path: string = openAI): Promise<unknown> {
  mock.once(given);
  const response = await readResponse(
    await ask(mock, { target: path, body: { prompt: "Call me", ...body } }),
  );
  expectResponse(response);
  return JSON.parse(response.body);
}

describe("a completion", () => {
  test("is cut at `max_tokens` and at stop sequences, and the journal says so", async () => {
    expect(await answer("one two three", { max_tokens: 2 })).toMatchObject({
      choices: [{ text: "one two", finish_reason: "length" }],
      usage: { prompt_tokens: 2, completion_tokens: 2, total_tokens: 4 },
    });
    expect(mock.lastRequest?.response?.cutAt).toBe("max_tokens");
    // The stop sequence begins in one token and ends in the next one.
    expect(await answer("one two three", { stop: ["o th"], max_tokens: 3 })).toMatchObject({
      choices: [{ text: "one tw", finish_reason: "stop" }],
      usage: { completion_tokens: 3 },
    });
    expect(mock.lastRequest?.response?.cutAt).toBe("stop");
    // The second half of a surrogate pair is read as U+FFFD, and not as a part of an emoji.
    expect(await answer("one 😀!", { stop: ["\ude00"] })).toMatchObject({ choices: [{ text: "one 😀!" }] });
    expect(await answer("one \ufffd!", { stop: ["\ude00"] })).toMatchObject({ choices: [{ text: "one " }] });
    expect(await answer("one two three", { max_tokens: 3, stop: ["four"] })).toMatchObject({
      choices: [{ text: "one two three", finish_reason: "stop" }],
    });
    expect(mock.lastRequest?.response).not.toHaveProperty("cutAt");
  });

  test("has its own text for each choice, the prompt if it is echoed, and the tokens of discarded choices", async () => {
    const texts = { text: ["a", "b b", "c", "d"] };
    const request = { prompt: ["x y", "z"], n: 2, best_of: 3, echo: true, suffix: "!", max_tokens: 16 };
    expect(await answer(texts, request)).toMatchObject({
      choices: ["x ya", "x yb b", "zc", "zd"].map((text, index) => ({ index, text, finish_reason: "stop" })),
      usage: { prompt_tokens: 3, completion_tokens: 1 + 2 * 2 + 1 + 2 * 1 },
    });
    expect(await answer("a", { prompt: "x", echo: true, max_tokens: 0 })).toMatchObject({
      choices: [{ text: "x", finish_reason: "length" }],
      usage: { completion_tokens: 0 },
    });
  });

  test("has the finish reason and the usage that are given", async () => {
    const filtered = { text: "", finishReason: "content_filter", usage: { promptTokens: 9 } } as const;
    expect(await answer(filtered, {}, target)).toMatchObject({
      choices: [{ text: "", finish_reason: "content_filter" }],
      usage: { prompt_tokens: 9, completion_tokens: 0, total_tokens: 9 },
    });
    // The contract: a choice that ends with `length` has `max_tokens` tokens.
    expect(await answer({ text: "a b", finishReason: "length" }, { max_tokens: 7 })).toMatchObject({
      choices: [{ text: "a b", finish_reason: "length" }],
      usage: { completion_tokens: 7 },
    });
  });

  test("has log probabilities if the request asks for them", async () => {
    const tokens = [
      "Ishmael",
      { text: ".", logprob: -0.5, alternatives: { "!": -1.5, "?": -2 } },
      { text: " Some", alternatives: { " A": Math.log(0.25) } },
    ];
    const request = { prompt: "Call me", logprobs: 1, echo: true };
    const completion = await answer({ tokens }, request);
    // `logprobs: 1` lists only the likeliest of a token and its alternatives.
    expect(JSON.stringify(completion)).toContain('{" me":0},{"Ishmael":0},{".":-0.5},{" Some":');
    expect(completion).toMatchObject({
      choices: [
        {
          text: "Call meIshmael. Some",
          logprobs: {
            tokens: ["Call", " me", "Ishmael", ".", " Some"],
            token_logprobs: [null, 0, 0, -0.5, Math.log(0.75)],
            top_logprobs: [null, { " me": 0 }, { Ishmael: 0 }, { ".": -0.5 }, { " Some": Math.log(0.75) }],
            text_offset: [0, 4, 7, 14, 15],
          },
        },
      ],
    });
    // A token of the form `bytes:\xe2` stands for bytes, but a prompt of this form is a text.
    expect(await answer("a", { prompt: "bytes:\\xe2 b", echo: true, logprobs: 0 })).toMatchObject({
      choices: [{ logprobs: { tokens: ["bytes", ":\\xe2", " b", "a"], text_offset: [0, 5, 10, 12] } }],
    });
    expect(await answer({ tokens }, { stop: " S", logprobs: 5 })).toMatchObject({
      choices: [{ text: "Ishmael.", logprobs: { top_logprobs: [{}, { ".": -0.5, "!": -1.5, "?": -2 }] } }],
    });
  });

  test("is the same as a stream", async () => {
    const tokens = ["a", { text: " b", alternatives: { c: -1 } }, " c"];
    const request = { prompt: ["Call", "me"], n: 2, logprobs: 2, echo: true, max_tokens: 2 };
    const whole = Object(await answer({ tokens }, request));
    mock.once({ tokens });
    const response = await ask(mock, {
      target: openAI,
      body: { ...request, stream: true, stream_options: { include_usage: true } },
    });
    const events = splitEvents(await response.text())
      .slice(0, -1)
      .map((event) => JSON.parse(event));
    const choices = Array.from({ length: 4 }, (_, index) => {
      const parts = events.flatMap((event) => event.choices).filter((choice) => choice.index === index);
      const logprobs = (name: string) => parts.flatMap((part) => part.logprobs[name]);
      return {
        index,
        text: parts.map((part) => part.text).join(""),
        finish_reason: parts.at(-1).finish_reason,
        logprobs: Object.fromEntries(Object.keys(parts[0].logprobs).map((name) => [name, logprobs(name)])),
      };
    });
    expect({ choices, usage: events.at(-1).usage }).toEqual({
      choices: whole.choices,
      usage: whole.usage,
    });
  });

  test("waits before a token that says so", async () => {
    const started = performance.now();
    await answer({ tokens: ["a", { text: "b", after: 40 }] });
    expect(performance.now() - started).toBeGreaterThanOrEqual(39);
  });

  test("by the engine or an example", async () => {
    expect(await answer({ generate: true })).toMatchObject({ choices: [{ text: "one two three four" }] });
    expect(await answer({ example: "sample" }, {}, target)).toMatchObject({ object: "text_completion" });
    expect(await answer({ example: "rate-limited" })).toMatchObject({
      error: { code: "rate_limit_exceeded" },
    });
  });

  test("by a function, which may take its time", async () => {
    const echo: CodeAnswer = async ({ face, request }) => ({ text: `${face} ${request.prompts[0]?.prompt}` });
    expect(await answer(echo)).toMatchObject({ choices: [{ text: "openai Call me" }] });
    expect(await answer(echo, {}, target)).toMatchObject({ choices: [{ text: "completions Call me" }] });
  });
});

describe("an answer that contradicts the request is a 500 that says why", () => {
  test.each<[CodeAnswer, object, string]>([
    [{ text: ["a", "b"] }, {}, "answer.text has 2 texts, but the request asks for 1 choice"],
    [
      { text: "a", usage: { completionTokens: 3 } },
      { max_tokens: 2 },
      "answer.usage.completionTokens is 3, but the contract allows 0 to 2 for a request with max_tokens 2",
    ],
    [
      { example: "sample" },
      { n: 2 },
      "answer.example is sample, which has 1 choice, but the request asks for 2",
    ],
    [
      { example: "text-prompts" },
      {},
      "answer.example is text-prompts, which the face openai of the API does not have",
    ],
    [
      { example: "sample" },
      { echo: true, max_tokens: 8 },
      'answer.example is sample, but rule echo-begins-text requires text that begins with "Call me"',
    ],
    [
      { text: "a", finishReason: "length" },
      { max_tokens: 1e308 },
      "answer.usage has 1e+308 tokens in total, more than JSON can state exactly",
    ],
    [() => JSON.parse("{"), {}, 'answer is a function that threw "Expected property'],
    [() => ({ status: 200 }), {}, "answer.status must be at least 400"],
    // The compiler refuses this, but a test in JavaScript may have it.
    [() => ["a"] as unknown as Answer, {}, "answer is a function that returned a function or a list"],
  ])("%j", async (given, body, problem) => {
    expect(await answer(given, body)).toMatchObject({
      error: {
        code: "internal_error",
        message: expect.stringContaining(`(any request) cannot answer this request: ${problem}`),
      },
    });
  });

  test("but an `echo` of tokens is the request's fault", async () => {
    expect(await answer("a", { prompt: [1, 2], echo: true })).toMatchObject({
      error: { code: "unsupported_parameter", param: "echo" },
    });
  });
});

describe("an error", () => {
  const overflow = { promptTokens: 2000, maxTokens: 100, contextLength: 2048 };
  test.each<[Answer, completions: object, openAI: object]>([
    [
      { status: 429, retryAfter: 2 },
      { status: 429, error: "The rate limit is exceeded" },
      { code: "rate_limit_exceeded", type: "requests" },
    ],
    [
      { status: 401, message: "No." },
      { status: 401, error: "No", message: "No." },
      { code: "invalid_api_key", message: "No." },
    ],
    [{ status: 404, code: "model_not_found" }, { status: 404 }, { code: "model_not_found", param: "model" }],
    [
      { status: 422, param: "prompt[1][0]", value: -1 },
      { status: 422, code: "invalid_parameter", detail: { loc: ["body", "prompt", "1", "0"], value: "-1" } },
      { code: "invalid_value", param: "prompt[1][0]" },
    ],
    [
      { status: 400, code: "content_filter", param: "prompt" },
      { code: "content_filter", param: "prompt" },
      { code: "content_filter", param: "prompt" },
    ],
    [
      { status: 400, contextOverflow: overflow },
      {
        code: "context_length_exceeded",
        error: expect.stringContaining("maximum context length of 2048 tokens"),
      },
      { code: "context_length_exceeded", param: "max_tokens" },
    ],
    [
      { status: 503, retryAfter: 1, message: "Later" },
      { code: "service_unavailable", message: "Later" },
      { code: "service_unavailable", message: "Later" },
    ],
  ])("%j", async (given, completions, error) => {
    expect(await answer(given, {}, target)).toMatchObject(completions);
    expect(await answer(given)).toMatchObject({ error });
  });

  test("has its headers", async () => {
    mock.times(2, { status: 429 });
    mock.once({ status: 503, retryAfter: 7 });
    mock.once({ status: 401 });
    const headers = async () => (await ask(mock, { body: { prompt: "a" } })).headers;
    expect((await headers()).get("retry-after")).toBe("0");
    expect((await headers()).get("x-ms-error-code")).toBe("too_many_requests");
    expect((await headers()).get("retry-after")).toBe("7");
    expect((await headers()).get("www-authenticate")).toBe("Bearer");
  });
});

describe("a fault without a stream", () => {
  const body = { prompt: "a" };
  const broken = (type: "disconnect" | "stall" | "truncate" | "malformed", after?: number) => {
    mock.once({ text: "a", fault: { type, ...(after !== undefined && { after }) } });
    return ask(mock, { body });
  };

  test("breaks before the response or in its middle", async () => {
    await expect(broken("disconnect", 0)).rejects.toThrow("fetch failed");
    const half = await broken("disconnect");
    expect(half.status).toBe(200);
    await expect(half.text()).rejects.toThrow("terminated");
    expect(await (await broken("truncate", 0)).text()).toBe("");
    expect(await (await broken("truncate")).text()).toMatch(/^\{"id":"cmpl-.*[^}]$/);
    expect(await (await broken("malformed")).text()).toMatch(/^\{"id""cmpl-.*\}$/);
  });

  test("may stall until the client leaves", async () => {
    const stalled = await broken("stall");
    const reader = stalled.body?.getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(50);
    await reader?.cancel();
    await expect.poll(() => mock.lastRequest?.clientLeftAt).toBeGreaterThan(0);
  });
});

describe("an invalid answer", () => {
  test("is sent byte for byte, and not checked", async () => {
    mock.once({ invalid: true, status: 299, headers: { "X-Odd": "é" }, body: '{"choices":' });
    const response = await ask(mock, { body: { prompt: "a" } });
    expect([response.status, response.headers.get("x-odd")]).toEqual([299, "é"]);
    expect(await response.text()).toBe('{"choices":');
    mock.once({ invalid: true, body: { choices: "none" } });
    expect(await (await ask(mock, { body: { prompt: "a" } })).json()).toEqual({ choices: "none" });
  });

  test("may be a stream, whatever the request asks for", async () => {
    mock.once({
      invalid: true,
      events: [{ id: 1 }, null, "data: \ud800{\r\n\r\n", ": end"],
      fault: { type: "truncate", after: 3 },
    });
    const response = await ask(mock, { body: { prompt: "a" } });
    expect(response.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
    expect(await response.text()).toBe('data: {"id":1}\n\ndata: null\n\ndata: \ufffd{\r\n\r\n');
  });
});
