import { type Mock, startMock } from "@completions-api/mock";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Face } from "../src/playground/face.ts";
import type { RunRecord } from "../src/playground/run-record.ts";
import { type RunRequest, startRun } from "../src/playground/start-run.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0 });
});
afterAll(() => mock.close());

const faces: readonly Face[] = ["completions", "openai"];

interface Run {
  readonly record: RunRecord;
  readonly text: string;
  readonly records: readonly RunRecord[];
}

async function run(request: RunRequest, controller = new AbortController()): Promise<Run> {
  let text = "";
  const records: RunRecord[] = [];
  const record = await startRun(request, {
    origin: mock.url,
    key: "secret-key",
    signal: controller.signal,
    onRecord: (latest) => records.push(latest),
    onChunk(chunk) {
      text += chunk.choices.map((choice) => choice.text).join("");
    },
  });
  return { record, text, records };
}

test.each(faces)("%s: a stream is recorded event by event, and the key is masked", async (face) => {
  const { record, text, records } = await run({
    face,
    body: { prompt: "Call me", max_tokens: 3, temperature: 0, stream: true },
  });
  expect(text).toBe(" Ishmael");
  expect(record).toMatchObject({ status: 200, request: { method: "POST" }, endedAt: expect.any(Number) });
  expect(record.responseHeaders).toMatchObject({
    "content-type": expect.stringContaining("text/event-stream"),
  });
  expect(record.events.at(-1)?.text).toBe("data: [DONE]");
  expect(record.events.length).toBeGreaterThan(2);
  expect(JSON.stringify(records)).not.toContain("secret-key");
  const path = face === "openai" ? "/v1/completions" : "/completions?api-version=";
  expect(record.request.url).toContain(`${mock.url}${path}`);
});

test.each(faces)("%s: a completion without a stream is one event", async (face) => {
  const { record, text } = await run({ face, body: { prompt: "Call me", max_tokens: 3, temperature: 0 } });
  expect(text).toBe(" Ishmael");
  expect(record.events).toHaveLength(1);
});

test.each(faces)("%s: an error has its status, code, message and parameter", async (face) => {
  const { record } = await run({ face, body: { prompt: "Call me", stop: ["a", ""], stream: true } });
  expect(record.error).toMatchObject(
    face === "openai"
      ? { status: 400, code: "invalid_value", parameter: "stop[1]" }
      : { status: 422, code: "invalid_parameter", parameter: "stop[1]" },
  );
  expect(record.error?.message).toContain("stop");
});

test("a server that cannot be reached is an error without a status", async () => {
  const closed = await startMock({ port: 0 });
  await closed.close();
  const record = await startRun(
    { face: "openai", body: { prompt: "" } },
    { origin: closed.url, key: "", signal: new AbortController().signal, onRecord() {}, onChunk() {} },
  );
  expect(record.error?.message).toBeTruthy();
  expect(record.error?.status).toBeUndefined();
});

test("an abort ends the record without an error", async () => {
  const controller = new AbortController();
  controller.abort();
  const { record } = await run({ face: "openai", body: { prompt: "Call me", stream: true } }, controller);
  expect(record.error).toBeUndefined();
  expect(record.endedAt).toBeDefined();
});
