import type { Engine, EngineRequest } from "@completions-api/engine";
import { createAssembler, HttpError } from "@completions-api/protocol";
import { splitEvents } from "@completions-api/testing";
import { validateCompletionChunk, validateCreateCompletionResponse } from "@completions-api/validators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { ask } from "./support/ask.ts";
import { expectErrorResponse } from "./support/expect-response.ts";
import { faces } from "./support/faces.ts";
import { countingEngine, createTestEngine, last, text } from "./support/test-engines.ts";

describe("with the embedded engine", () => {
  let mock: Mock;
  beforeAll(async () => {
    mock = await startMock({ port: 0 });
  });
  afterAll(() => mock.close());

  test("completes any prompt", async () => {
    const before = Math.floor(Date.now() / 1000);
    const response = await ask(mock, { body: { prompt: ["Call me", "The whale"], max_tokens: 5 } });
    expect(response.headers.get("content-type")).toBe("application/json");
    const completion = JSON.parse(await response.text());
    expect(validateCreateCompletionResponse(completion)).toMatchObject({ valid: true });
    expect(completion.choices).toHaveLength(2);
    expect(completion.usage.completion_tokens).toBe(10);
    expect(completion.created).toBeGreaterThanOrEqual(before);
  });

  test("gives every completion its own id and repeats the rest for the same seed", async () => {
    const body = { prompt: "Call me", max_tokens: 5, seed: 7 };
    const [one, other] = await Promise.all([ask(mock, { body }), ask(mock, { body })]);
    const [first, second] = [JSON.parse(await one.text()), JSON.parse(await other.text())];
    expect(first.id).not.toBe(second.id);
    expect({ ...first, id: "", created: 0 }).toEqual({ ...second, id: "", created: 0 });
  });

  test("streams server-sent events that add up to the same completion", async () => {
    const body = { prompt: ["Call me", "The whale"], max_tokens: 5, seed: 7 };
    const response = await ask(mock, { body: { ...body, stream: true } });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    const events = splitEvents(await response.text());
    expect(events.pop()).toBe("[DONE]");
    const assembler = createAssembler();
    for (const event of events) {
      const chunk = validateCompletionChunk(JSON.parse(event));
      if (!chunk.valid) throw new Error(`Not a chunk: ${event}`);
      assembler.add(chunk.value);
    }
    const { id, created, ...completion } = JSON.parse(await (await ask(mock, { body })).text());
    expect(id).not.toBe(assembler.completion().id);
    expect(created).toBeGreaterThan(0);
    expect(assembler.completion()).toMatchObject(completion);
  });

  test("responds with the engine's own error if the engine refuses", async () => {
    const response = await ask(mock, { body: { prompt: "Call me", max_tokens: 1_000_001 } });
    expect(response.status).toBe(400);
    expect(await expectErrorResponse(response)).toBe("context_length_exceeded");
  });
});

describe("deployments", () => {
  test("accepts the configured deployments and no others", async () => {
    await using mock = await startMock({ port: 0, deployments: ["mine", "yours"], engine: countingEngine });
    const status = async (deployment: string) => {
      const headers = { "azureml-model-deployment": deployment };
      return (await ask(mock, { headers, body: { prompt: "Hello" } })).status;
    };
    expect([await status("mine"), await status("yours"), await status("theirs")]).toEqual([200, 200, 404]);
  });
});

describe("an engine that breaks the contract gets no further than Prism and the stream grammar", () => {
  test.each(faces)("an error that breaks the contract becomes a 500 %s", async (_name, face) => {
    const engine = createTestEngine(() => {
      // The compiler would refuse this error, which is what the test needs to send.
      throw new HttpError("not_found", { status: 404, error: "", message: 1 as unknown as string });
    });
    await using mock = await startMock({ port: 0, engine });
    const response = await ask(mock, { target: face.target, body: { prompt: "Hello" } });
    expect(response.status).toBe(500);
    expect(await face.expectError(response)).toBe("internal_error");
  });

  test.each([63, 64, 65, 128])("a completion of %d deltas is whole", async (count) => {
    const engine = createTestEngine(async function* () {
      for (let index = 1; index < count; index += 1) yield text("a");
      yield last("b");
    });
    await using mock = await startMock({ port: 0, engine });
    const response = await ask(mock, { body: { prompt: "Hello" } });
    expect(await response.json()).toMatchObject({ choices: [{ text: `${"a".repeat(count - 1)}b` }] });
  });

  test.each([
    ["an unexpected choice", [text("a", 1), last("", 1), last("")]],
    ["a choice that continues after its end", [last("a"), text("b"), last("")]],
    ["a choice without an end", [text("a")]],
    ["no deltas", []],
    ["a fraction of a token", [{ ...last("a"), tokens: 0.5 }]],
    ["an unknown finish reason", [{ ...last("a"), finishReason: "tool_calls" as "stop" }]],
  ])("%s becomes a 500", async (_what, deltas) => {
    const engine = createTestEngine(async function* () {
      yield* deltas;
    });
    await using mock = await startMock({ port: 0, engine });
    const whole = await ask(mock, { body: { prompt: "Hello" } });
    expect(whole.status).toBe(500);
    expect(await expectErrorResponse(whole)).toBe("internal_error");

    const stream = await ask(mock, { body: { prompt: "Hello", stream: true } });
    const lastData = stream.status === 200 ? splitEvents(await stream.text()).at(-1) : undefined;
    const error = lastData ? JSON.parse(lastData).error : JSON.parse(await stream.text());
    expect(error).toMatchObject({ status: 500, code: "internal_error" });
  });
});

describe("with pass-through", () => {
  const logprobs = { tokens: ["a"], token_logprobs: [-1], top_logprobs: [{ a: -1 }], text_offset: [0] };
  const asked: EngineRequest[] = [];
  const engine: Engine = {
    model: "test",
    capabilities: ["logprobs", "best_of"],
    async *generate(request) {
      asked.push(request);
      yield { ...last("a"), logprobs, extra: { stop_reason: "the end" } };
    },
  };
  let mock: Mock;
  beforeAll(async () => {
    mock = await startMock({ port: 0, engine });
  });
  afterAll(() => mock.close());
  const send = (body: object) =>
    ask(mock, { headers: { "extra-parameters": "pass-through" }, body: { prompt: "Hello", ...body } });

  test("the engine gets extra parameters, and those of OpenAI's clients as its own", async () => {
    const body = { logprobs: 1, best_of: 2, user: null, top_k: 3 };
    const choice = { text: "a", logprobs, stop_reason: "the end" };
    expect(await (await send(body)).json()).toMatchObject({ choices: [choice] });
    expect(asked.at(-1)).toMatchObject({ logprobs: 1, bestOf: 2, extra: { top_k: 3 } });
    expect(asked.at(-1)?.extra).toEqual({ top_k: 3 });
    const [event = ""] = splitEvents(await (await send({ logprobs: 1, stream: true })).text());
    expect(JSON.parse(event)).toMatchObject({ choices: [choice], usage: { total_tokens: 2 } });
  });

  test.each([
    ["logprobs", 9, "invalid_parameter"],
    ["n", 2, "invalid_parameter"],
    ["echo", true, "parameter_not_supported"],
  ])("%s: %j is refused", async (name, value, code) => {
    const response = await send({ [name]: value });
    expect(await response.clone().json()).toMatchObject({ detail: { loc: ["body", name] } });
    expect(await expectErrorResponse(response)).toBe(code);
  });
});
