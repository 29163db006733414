import { createAssembler, HttpError } from "@completions-api/protocol";
import { validateCompletionChunk, validateCreateCompletionResponse } from "@completions-api/validators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { ask } from "./support/ask.ts";
import { engineOf, last, text } from "./support/engines.ts";
import { expectErrorResponse } from "./support/expect-answer.ts";
import { readEvents } from "./support/read-events.ts";

describe("with the embedded engine", () => {
  let mock: Mock;
  beforeAll(async () => {
    mock = await startMock({ port: 0 });
  });
  afterAll(() => mock.close());

  test("any prompt is completed", async () => {
    const before = Math.floor(Date.now() / 1000);
    const response = await ask(mock, { body: { prompt: ["Call me", "The whale"], max_tokens: 5 } });
    expect(response.headers.get("content-type")).toBe("application/json");
    const completion = JSON.parse(await response.text());
    expect(validateCreateCompletionResponse(completion)).toMatchObject({ valid: true });
    expect(completion.choices).toHaveLength(2);
    expect(completion.usage.completion_tokens).toBe(10);
    expect(completion.created).toBeGreaterThanOrEqual(before);
  });

  test("each completion has its own id; the rest repeats with the seed", async () => {
    const body = { prompt: "Call me", max_tokens: 5, seed: 7 };
    const [one, other] = await Promise.all([ask(mock, { body }), ask(mock, { body })]);
    const [first, second] = [JSON.parse(await one.text()), JSON.parse(await other.text())];
    expect(first.id).not.toBe(second.id);
    expect({ ...first, id: "", created: 0 }).toEqual({ ...second, id: "", created: 0 });
  });

  test("a stream is server-sent events that add up to the same completion", async () => {
    const body = { prompt: ["Call me", "The whale"], max_tokens: 5, seed: 7 };
    const response = await ask(mock, { body: { ...body, stream: true } });
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache",
      "x-accel-buffering": "no",
    });
    const events = readEvents(await response.text());
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

  test("what the engine refuses is the engine's error", async () => {
    const response = await ask(mock, { body: { prompt: "Call me", max_tokens: 1_000_001 } });
    expect(response.status).toBe(400);
    expect(await expectErrorResponse(response)).toBe("context_length_exceeded");
  });
});

describe("deployments", () => {
  test("those that are given, and no other", async () => {
    await using mock = await startMock({ port: 0, deployments: ["mine", "yours"], engine: echo });
    const status = async (deployment: string) => {
      const headers = { "azureml-model-deployment": deployment };
      return (await ask(mock, { headers, body: { prompt: "Hello" } })).status;
    };
    expect([await status("mine"), await status("yours"), await status("theirs")]).toEqual([200, 200, 404]);
  });
});

describe("an engine that breaks the contract does not get past Prism and the grammar", () => {
  test("an error that is not the contract's is a 500", async () => {
    const engine = engineOf(() => {
      // A type that the checker refuses is what is to get this far.
      throw new HttpError("not_found", { status: 404, error: "", message: 1 as unknown as string });
    });
    await using mock = await startMock({ port: 0, engine });
    const response = await ask(mock, { body: { prompt: "Hello" } });
    expect(response.status).toBe(500);
    expect(await expectErrorResponse(response)).toBe("internal_error");
  });

  test("extra parameters that are passed through reach it", async () => {
    await using mock = await startMock({ port: 0, engine: echo });
    const headers = { "extra-parameters": "pass-through" };
    const response = await ask(mock, { headers, body: { prompt: "Hello", best_of: 3 } });
    expect(await response.json()).toMatchObject({ choices: [{ text: '{"best_of":3}' }] });
  });

  test.each([
    ["a choice too many", [text("a", 1), last("", 1), last("")]],
    ["a choice that goes on after its end", [last("a"), text("b"), last("")]],
    ["no end", [text("a")]],
    ["nothing", []],
    ["a fraction of a token", [{ ...last("a"), tokens: 0.5 }]],
    ["a reason that there is not", [{ ...last("a"), finishReason: "tool_calls" as "stop" }]],
  ])("%s", async (_what, deltas) => {
    const engine = engineOf(async function* () {
      yield* deltas;
    });
    await using mock = await startMock({ port: 0, engine });
    const whole = await ask(mock, { body: { prompt: "Hello" } });
    expect(whole.status).toBe(500);
    expect(await expectErrorResponse(whole)).toBe("internal_error");

    const stream = await ask(mock, { body: { prompt: "Hello", stream: true } });
    const lastData = stream.status === 200 ? readEvents(await stream.text()).at(-1) : undefined;
    const error = lastData ? JSON.parse(lastData).error : JSON.parse(await stream.text());
    expect(error).toMatchObject({ status: 500, code: "internal_error" });
  });
});

const echo = engineOf(async function* ({ extra }) {
  yield last(JSON.stringify(extra));
});
