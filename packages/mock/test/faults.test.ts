import { once } from "node:events";
import { validateCompletionChunk, validateCompletionEvent } from "@completions-api/validators";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { ask } from "./support/ask.ts";
import { countingEngine, engineOf, last, text } from "./support/engines.ts";
import { expectErrorResponse } from "./support/expect-answer.ts";
import { readEvents } from "./support/read-events.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0, engine: countingEngine });
});
afterAll(() => mock.close());

const body = { prompt: "Count", stream: true };
const askFault = (fault: string) => ask(mock, { headers: { prefer: fault }, body });

/** What arrives of a body, and whether it came to its proper end. */
async function readAll(response: Response): Promise<{ text: string; ended: boolean }> {
  const decoder = new TextDecoder();
  let text = "";
  try {
    for await (const piece of response.body ?? []) text += decoder.decode(piece, { stream: true });
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
  const events = readEvents(await (await ask(mock, { body })).text());
  expect(texts(events.slice(0, -1))).toEqual(["one", " two", " three", " four"]);
});

test("disconnect closes the connection after so many events", async () => {
  const { text, ended } = await readAll(await askFault("fault=disconnect, after=2"));
  expect(texts(readEvents(text))).toEqual(["one", " two"]);
  expect(ended).toBe(false);
});

test("disconnect after no event leaves no response", async () => {
  await expect(askFault("fault=disconnect, after=0")).rejects.toThrow(TypeError);
});

test("truncate ends the response without [DONE]", async () => {
  const { text, ended } = await readAll(await askFault("fault=truncate, after=4"));
  expect(texts(readEvents(text))).toEqual(["one", " two", " three", " four"]);
  expect(ended).toBe(true);
  expect(await readAll(await askFault("fault=truncate, after=0"))).toEqual({ text: "", ended: true });
});

test("malformed cuts an event in half and goes on", async () => {
  const { text } = await readAll(await askFault("fault=malformed"));
  const events = readEvents(text);
  expect(events).toHaveLength(5);
  expect(() => JSON.parse(events[1] ?? "")).toThrow(SyntaxError);
  expect(texts([events[0], events[2], events[3]].map(String))).toEqual(["one", " three", " four"]);
  expect(events[4]).toBe("[DONE]");
});

test("error ends the stream with an error event", async () => {
  const { text, ended } = await readAll(await askFault("fault=error"));
  const events = readEvents(text);
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
  expect(readEvents(text).at(-1)).toBe("[DONE]");
});

describe("stall", () => {
  test("sends nothing more, until the client leaves; then the generation is stopped", async () => {
    const stopped = Promise.withResolvers<void>();
    const engine = engineOf(async function* (_request, signal) {
      signal.addEventListener("abort", () => stopped.resolve());
      yield text("one");
      yield last("two");
    });
    await using mock = await startMock({ port: 0, engine });
    const response = await ask(mock, { headers: { prefer: "fault=stall" }, body });
    const reader = response.body?.getReader();
    const piece = await reader?.read();
    expect(texts(readEvents(new TextDecoder().decode(piece?.value)))).toEqual(["one"]);
    const next = reader?.read();
    await expect(
      Promise.race([next, once(AbortSignal.timeout(50), "abort").then(() => "silence")]),
    ).resolves.toBe("silence");
    await reader?.cancel();
    await stopped.promise;
  });

  test("does not keep the mock from closing", async () => {
    const mock = await startMock({ port: 0, engine: countingEngine });
    const response = await ask(mock, { headers: { prefer: "fault=stall" }, body });
    const everything = readAll(response);
    await mock.close();
    expect(await everything).toMatchObject({ ended: false });
  });
});
