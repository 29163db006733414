import { splitEvents } from "@completions-api/testing";
import { validateCompletionChunk, validateCompletionEvent } from "@completions-api/validators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { ask } from "./support/ask.ts";
import { expectErrorResponse } from "./support/expect-response.ts";
import { openAIFace } from "./support/faces.ts";
import { countingEngine, createAbortableEngine } from "./support/test-engines.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0, engine: countingEngine });
});
afterAll(() => mock.close());

const body = { prompt: "Count", stream: true };
const askFault = (fault: string) => ask(mock, { headers: { prefer: fault }, body });

/** Reads a body as far as it arrives. `ended` is false if the connection broke off. */
async function readAll(response: Response): Promise<{ text: string; ended: boolean }> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const part of response.body ?? []) text += decoder.decode(part, { stream: true });
    return { text, ended: true };
  } catch {
    return { text, ended: false };
  }
}

function texts(events: string[]): string[] {
  return events.map((event) => {
    const chunk = validateCompletionChunk(JSON.parse(event));
    if (!chunk.valid) throw new Error(`Not a chunk: ${event}`);
    return chunk.value.choices.map(({ text }) => text).join("");
  });
}

test("without a fault the stream has five events", async () => {
  const events = splitEvents(await (await ask(mock, { body })).text());
  expect(texts(events.slice(0, -1))).toEqual(["one", " two", " three", " four"]);
});

test("disconnect closes the connection after the given number of events", async () => {
  const { text, ended } = await readAll(await askFault("fault=disconnect, after=2"));
  expect(texts(splitEvents(text))).toEqual(["one", " two"]);
  expect(ended).toBe(false);
});

test("disconnect before the first event leaves no response", async () => {
  await expect(askFault("fault=disconnect, after=0")).rejects.toThrow(TypeError);
});

test("truncate ends the response without [DONE]", async () => {
  const { text, ended } = await readAll(await askFault("fault=truncate, after=4"));
  expect(texts(splitEvents(text))).toEqual(["one", " two", " three", " four"]);
  expect(ended).toBe(true);
  expect(await readAll(await askFault("fault=truncate, after=0"))).toEqual({ text: "", ended: true });
});

test("malformed cuts one event in half and continues", async () => {
  const { text } = await readAll(await askFault("fault=malformed"));
  const events = splitEvents(text);
  expect(events).toHaveLength(5);
  expect(() => JSON.parse(events[1] ?? "")).toThrow(SyntaxError);
  expect(texts([events[0], events[2], events[3]].map(String))).toEqual(["one", " three", " four"]);
  expect(events[4]).toBe("[DONE]");
});

test("error ends the stream with an error event", async () => {
  const { text, ended } = await readAll(await askFault("fault=error"));
  const events = splitEvents(text);
  expect(texts(events.slice(0, 1))).toEqual(["one"]);
  expect(events).toHaveLength(2);
  expect(validateCompletionEvent(JSON.parse(events[1] ?? ""))).toMatchObject({
    valid: true,
    value: { error: { status: 500, code: "internal_error" } },
  });
  expect(ended).toBe(true);
});

test("error before the first event is an ordinary response", async () => {
  const response = await askFault("fault=error, after=0");
  expect(response.status).toBe(500);
  expect(await expectErrorResponse(response)).toBe("internal_error");
});

test("a fault after the last event changes nothing", async () => {
  const { text } = await readAll(await askFault("fault=truncate, after=5"));
  expect(splitEvents(text).at(-1)).toBe("[DONE]");
});

test("a completion that is not streamed breaks, too", async () => {
  const whole = { prompt: "Count" };
  const truncated = await ask(mock, { headers: { prefer: "fault=truncate" }, body: whole });
  expect(truncated.headers.get("preference-applied")).toBe("fault=truncate");
  expect(await truncated.text()).toMatch(/^\{"id":"cmpl-[^}]*$/);
  const malformed = await ask(mock, { headers: { prefer: "fault=malformed" }, body: whole });
  const text = await malformed.text();
  expect(text).toMatch(/^\{"id".*\}$/);
  expect(() => JSON.parse(text)).toThrow(SyntaxError);
  const disconnected = ask(mock, { headers: { prefer: "fault=disconnect, after=0" }, body: whole });
  await expect(disconnected).rejects.toThrow(TypeError);
});

test("under /v1/, the event with the usage counts, too", async () => {
  const response = await ask(mock, {
    target: openAIFace.target,
    headers: { prefer: "fault=truncate, after=5" },
    body: { ...body, stream_options: { include_usage: true } },
  });
  const events = splitEvents(await response.text()).map((event) => JSON.parse(event));
  expect(events).toHaveLength(5);
  expect(events[4]).toMatchObject({ choices: [], usage: { completion_tokens: 4 } });
});

describe("stall", () => {
  test("sends nothing more until the client disconnects, which aborts the generation", async () => {
    const { engine, aborted } = createAbortableEngine();
    await using mock = await startMock({ port: 0, engine });
    const response = await ask(mock, { headers: { prefer: "fault=stall" }, body });
    const reader = response.body?.getReader();
    const first = await reader?.read();
    expect(texts(splitEvents(new TextDecoder().decode(first?.value)))).toEqual(["one"]);
    let hasMore = false;
    const next = reader?.read().then(({ done }) => {
      hasMore = !done;
    });
    // An event would need far fewer turns to arrive.
    for (let turn = 0; turn < 100; turn += 1) await new Promise(setImmediate);
    await reader?.cancel();
    await next;
    expect(hasMore).toBe(false);
    expect((await aborted).aborted).toBe(true);
  });

  test("ends the generation in a session, too", async () => {
    const { engine, aborted } = createAbortableEngine();
    await using mock = await startMock({ port: 0, engine });
    const response = await ask(mock.session(), { headers: { prefer: "fault=stall" }, body });
    await response.body?.cancel();
    expect((await aborted).aborted).toBe(true);
  });

  test("does not keep the mock from closing", async () => {
    const mock = await startMock({ port: 0, engine: countingEngine });
    const response = await ask(mock, { headers: { prefer: "fault=stall" }, body });
    const everything = readAll(response);
    await mock.close();
    expect(await everything).toMatchObject({ ended: false });
  });
});
