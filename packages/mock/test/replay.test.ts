import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readCassette } from "@completions-api/protocol/cassette";
import { readResponse, splitEvents, startServer } from "@completions-api/testing";
import OpenAI from "openai";
import { afterAll, expect, test } from "vitest";
import { createMockFetch } from "../src/fetch.ts";
import { CassetteError, type Mock, type MockReplayOptions, startMock } from "../src/index.ts";
import { ask, type Question, target } from "./support/ask.ts";
import { countingEngine } from "./support/test-engines.ts";

const folder = mkdtempSync(join(tmpdir(), "cassettes-"));
afterAll(() => rmSync(folder, { recursive: true }));
let files = 0;
const newFile = () => join(folder, `${++files}.jsonl`);

const request = { prompt: "a", max_tokens: 8, seed: 1 };

/** Records what a server answers to requests. Returns the file of the cassette. */
async function record(url: string, send: (recorder: Mock) => Promise<unknown>): Promise<string> {
  const cassette = newFile();
  await using recorder = await startMock({ port: 0, proxy: { url, cassette } });
  await send(recorder);
  return cassette;
}

/** Records what a mock answers that completes every prompt with `one two three four`. */
async function recordCounting(...bodies: object[]): Promise<string> {
  await using real = await startMock({ port: 0, engine: countingEngine });
  return await record(real.url, async (recorder) => {
    for (const body of bodies) await (await ask(recorder, { body })).text();
  });
}

function replay(file: string, options: Partial<MockReplayOptions> = {}): Promise<Mock> {
  return startMock({ port: 0, replay: { file, speed: 0, ...options } });
}

test("the official client of OpenAI gets the same from the recorder and, without the server, from the cassette", async () => {
  const model = "gpt-3.5-turbo-instruct";
  const use = async (baseURL: string) => {
    const client = new OpenAI({ baseURL, apiKey: "sk-a-secret", maxRetries: 0 });
    const whole = await client.completions.create({
      model,
      prompt: "Call me",
      max_tokens: 8,
      seed: 1,
      logprobs: 2,
    });
    const events = [];
    const stream = { stream: true, stream_options: { include_usage: true } } as const;
    for await (const event of await client.completions.create({
      model,
      prompt: ["a", "b"],
      max_tokens: 8,
      ...stream,
    }))
      events.push(event);
    const models = await client.models.list();
    const refused = await client.completions.create({ model: "unknown", prompt: "a" }).catch(String);
    return { whole, events, models: models.data, refused };
  };
  const real = await startMock({ port: 0, deployments: [model] });
  let live: unknown;
  const cassette = await record(`${real.url}/v1`, async (recorder) => {
    live = await use(`${recorder.url}/v1`);
    expect(recorder.requests.map(({ response }) => response?.violations)).toEqual(Array(4).fill(undefined));
  });
  await real.close();
  expect(readFileSync(cassette, "utf8")).not.toMatch(/secret|authorization/i);

  await using offline = await replay(cassette);
  expect(await use(`${offline.url}/v1`)).toEqual(live);
  expect(offline.requests.map(({ response }) => response?.decidedBy)).toEqual(Array(4).fill("cassette"));
});

test("key order, the spelling of numbers, explicit defaults and ignored parameters do not matter, everything else does", async () => {
  await using mock = await replay(await recordCounting({ ...request, temperature: 0.5 }));
  const status = async (body: string, headers = {}) => (await ask(mock, { body, headers })).status;
  expect(await status('{"seed":1.0,"temperature":5e-1,"top_p":1.0,"max_tokens":8,"prompt":"\\u0061"}')).toBe(
    200,
  );
  const extra = '{"prompt":"a","max_tokens":8,"seed":1,"temperature":0.5,"top_k":4}';
  expect(await status(extra, { "extra-parameters": "ignore" })).toBe(200);
  expect(await status(extra, { "extra-parameters": "pass-through" })).toBe(404);
  expect(await status('{"prompt":"a","max_tokens":8,"temperature":0.5}')).toBe(404);
  const headers = { "azureml-model-deployment": "llama2-7b" };
  expect(await status(JSON.stringify({ ...request, temperature: 0.5 }), headers)).toBe(404);
});

test("an extra parameter may have the name of a part of the route", async () => {
  const headers = { "extra-parameters": "pass-through" };
  await using real = await startMock({ port: 0, engine: countingEngine });
  const file = await record(real.url, async (recorder) =>
    (await ask(recorder, { body: { ...request, path: "x" }, headers })).text(),
  );
  await using mock = await replay(file);
  expect((await ask(mock, { body: { ...request, path: "x" }, headers })).status).toBe(200);
  expect((await ask(mock, { body: { ...request, path: "y" }, headers })).status).toBe(404);
});

test("a list of one prompt or stop sequence, the default of best_of, and the user do not matter", async () => {
  const target = "/v1/completions";
  await using real = await startMock({ port: 0, engine: countingEngine });
  const body = { ...request, prompt: ["a"], stop: "x", best_of: 1, user: "jane" };
  const file = await record(real.url, async (recorder) => (await ask(recorder, { target, body })).text());
  expect(readFileSync(file, "utf8")).not.toContain("jane");
  await using mock = await replay(file);
  expect((await ask(mock, { target, body: { ...request, stop: ["x"], user: "joe" } })).status).toBe(200);
  expect((await ask(mock, { target, body: { ...request, stop: "x", best_of: 2 } })).status).toBe(404);
});

test("a request that no recording fits gets a 404 that lists the nearest recordings, or the engine's answer", async () => {
  const file = await recordCounting(request, { ...request, prompt: "b", stop: "x" });
  await using failing = await replay(file);
  const response = await ask(failing, { body: { ...request, prompt: "the secret prompt" } });
  expect(response.status).toBe(404);
  const error = await response.text();
  expect(JSON.parse(error).error).toContain(`- ${file}:2: prompt differs\n- ${file}:3: prompt, stop differ`);
  expect(error).not.toContain("secret");
  await using generating = await replay(file, { onMiss: "generate" });
  expect((await ask(generating, { body: { prompt: "c", max_tokens: 1 } })).status).toBe(200);
});

test("with `record`, only the first request that no recording fits reaches the server", async () => {
  let asked = 0;
  await using real = await startMock({ port: 0, engine: countingEngine });
  const server = createServer(async (incoming, outgoing) => {
    asked += 1;
    const chunks = await incoming.toArray();
    const answer = await ask(real, { target: incoming.url ?? "", body: Buffer.concat(chunks) });
    outgoing.writeHead(answer.status, { "content-type": answer.headers.get("content-type") ?? "" });
    outgoing.end(await answer.text());
  });
  await using upstream = await startServer(server);
  const file = newFile();
  await using mock = await startMock({
    port: 0,
    proxy: { url: upstream.url },
    replay: { file, speed: 0, onMiss: "record" },
  });
  const answers = [];
  for (const body of [request, request, { ...request, stream: true }])
    answers.push(await readResponse(await ask(mock, { body })));
  expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(answers[1]?.body).toBe(answers[0]?.body);
  expect(asked).toBe(1);
  expect(mock.requests.map(({ response }) => response?.decidedBy)).toEqual([
    "upstream",
    "cassette",
    "cassette",
  ]);
  expect(readCassette(readFileSync(file, "utf8"), file).lines).toHaveLength(1);
});

test("the answers to one request come in the order in which they were recorded, for each session, and the last one stays", async () => {
  await using real = await startMock({ port: 0 });
  real.reply([{ status: 429, retryAfter: 7 }, "first", "second"]);
  const file = await record(real.url, async (recorder) => {
    for (let count = 0; count < 3; count += 1) await (await ask(recorder, { body: request })).text();
  });
  await using mock = await replay(file);
  const answers = async (session: { readonly url: string }) => {
    const found = [];
    for (let count = 0; count < 4; count += 1) {
      const response = await ask(session, { body: request });
      const { choices } = JSON.parse(await response.text());
      found.push(choices?.[0].text ?? response.headers.get("retry-after"));
    }
    return found;
  };
  expect(await answers(mock)).toEqual(["7", "first", "second", "second"]);
  expect(await answers(mock.session())).toEqual(["7", "first", "second", "second"]);
  mock.reset();
  expect((await answers(mock))[0]).toBe("7");
});

test.each([
  [request, { ...request, stream: true }],
  [{ ...request, stream: true }, request],
])("a completion that was recorded in one form is sent in the other, too", async (recorded, asked) => {
  await using mock = await replay(await recordCounting(recorded));
  const text = await (await ask(mock, { body: asked })).text();
  const parts = text.startsWith("{") ? [text] : splitEvents(text).slice(0, -1);
  const texts = parts.map((part) => JSON.parse(part).choices.map(({ text }: { text: string }) => text));
  expect(texts.flat().join("")).toBe("one two three four");
});

test("a stream without the usage is not made into a JSON document, and a stream that was cut off is not sent", async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(
      'data: {"id":"a","object":"text_completion","created":1,"model":"m","choices":[]}\n\n',
      () => response.destroy(),
    );
  });
  await using upstream = await startServer(server);
  const cut = await record(upstream.url, async (recorder) => {
    const response = await ask(recorder, { body: { ...request, stream: true } });
    await response.text().catch(() => {});
  });
  await using cutMock = await replay(cut);
  const refused = await ask(cutMock, { body: { ...request, stream: true } });
  expect(await refused.text()).toContain(`${cut}:2: the server broke off the stream`);

  await using real = await startMock({ port: 0, engine: countingEngine });
  const openAITarget = "/v1/completions";
  const file = await record(real.url, async (recorder) =>
    (await ask(recorder, { target: openAITarget, body: { ...request, stream: true } })).text(),
  );
  await using mock = await replay(file);
  const status = async (body: object) => (await ask(mock, { target: openAITarget, body })).status;
  expect(await status({ ...request, stream: true })).toBe(200);
  expect(await status(request)).toBe(404);
  const withUsage = { ...request, stream: true, stream_options: { include_usage: true } };
  expect(await status(withUsage)).toBe(404);

  const whole = await record(real.url, async (recorder) =>
    (await ask(recorder, { target: openAITarget, body: request })).text(),
  );
  await using wholeMock = await replay(whole);
  expect((await ask(wholeMock, { target: openAITarget, body: withUsage })).status).toBe(200);
});

test("the answer of a server with a dialect of its own is sent in the form of the contract, or not at all", async () => {
  const identity = { id: "a", object: "text_completion", created: 1, model: "m" };
  const choice = { index: 0, text: "b", finish_reason: "stop", logprobs: null };
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  const server = createServer(async (incoming, response) => {
    const { stream, logprobs } = JSON.parse(String(Buffer.concat(await incoming.toArray())));
    // llama.cpp answers like this: with usage that nobody asked for, and the log probabilities of chat completions.
    const answered = { ...choice, logprobs: logprobs === undefined ? null : { content: [] } };
    const completion = JSON.stringify({ ...identity, choices: [answered], usage });
    response.setHeader("content-type", stream ? "text/event-stream" : "application/json");
    response.end(stream ? `data: ${completion}\n\ndata: [DONE]\n\n` : completion);
  });
  await using upstream = await startServer(server);
  const streamed = { target: "/v1/completions", body: { prompt: "a", stream: true } };
  const scored = { target: "/v1/completions", body: { prompt: "a", logprobs: 1 } };
  const stopped = { target: "/v1/completions", body: { prompt: "a", stop: "b" } };
  const file = await record(upstream.url, async (recorder) => {
    for (const question of [streamed, scored, stopped]) await (await ask(recorder, question)).text();
    expect(recorder.requests.map(({ response }) => response?.violations?.[0]?.rule)).toEqual([
      "stream-usage-last",
      "schema",
      "stop-excluded",
    ]);
  });
  await using mock = await replay(file);
  const events = splitEvents(await (await ask(mock, streamed)).text());
  expect(JSON.parse(events[0] ?? "")).toEqual({ ...identity, choices: [choice] });
  const refusal = async (question: Question) => (await ask(mock, question)).text();
  expect(await refusal(scored)).toContain(`${file}:3: body.choices.0.logprobs.tokens is required`);
  expect(await refusal(stopped)).toContain(`${file}:4: it breaks the rule stop-excluded`);
});

test("a stream whose events differ in their identity or repeat the usage is sent in the form of the contract", async () => {
  const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
  const events = ["b", "c"].map((text, index) => ({
    id: "a",
    object: "text_completion",
    created: index,
    model: "m",
    choices: [{ index: 0, text, finish_reason: index === 0 ? null : "stop", logprobs: null }],
    usage: { ...usage, completion_tokens: index + 1, total_tokens: index + 2 },
  }));
  const server = createServer((_, response) => {
    response.setHeader("content-type", "text/event-stream");
    response.end(
      [...events.map((event) => JSON.stringify(event)), "[DONE]"].map((data) => `data: ${data}\n\n`).join(""),
    );
  });
  await using upstream = await startServer(server);
  const question = { target, body: { prompt: "a", stream: true } };
  const file = await record(upstream.url, async (recorder) => (await ask(recorder, question)).text());
  await using mock = await replay(file);
  const sent = splitEvents(await (await ask(mock, question)).text()).slice(0, -1);
  expect(sent.map((event) => JSON.parse(event))).toMatchObject([
    { created: 0, usage: null },
    { created: 0, usage: { completion_tokens: 2 } },
  ]);

  const broken = newFile();
  writeFileSync(broken, readFileSync(file, "utf8").replace('"finish_reason":null', '"finish_reason":""'));
  await using refusing = await replay(broken);
  expect(await (await ask(refusing, question)).text()).toContain(
    `${broken}:2: event.choices.0.finish_reason`,
  );
});

test("the recorded times are kept, or scaled by `speed`", async () => {
  const recorded = readFileSync(await recordCounting({ ...request, stream: true }), "utf8");
  const measure = async (at: number, speed: number) => {
    const file = newFile();
    writeFileSync(file, recorded.replaceAll(/"at":\d+/g, `"at":${at}`));
    await using mock = await replay(file, { speed });
    const startedAt = performance.now();
    await (await ask(mock, { body: { ...request, stream: true } })).text();
    return performance.now() - startedAt;
  };
  // A timer may fire a millisecond early.
  expect(await measure(100, 1)).toBeGreaterThanOrEqual(99);
  expect(await measure(100, 0.5)).toBeGreaterThanOrEqual(199);
  const hour = 3_600_000;
  expect(await measure(hour, 0)).toBeLessThan(hour);
});

const head = '{"cassette":1,"tool":"t","url":"http://a","recordedAt":"2026-01-01T00:00:00.000Z"}';
const exchange = JSON.stringify({
  request: { method: "GET", target: "/v1/models", headers: {} },
  response: { status: 200, headers: {}, at: 1, body: {} },
});

test.each([
  ["an empty file", "", "a:1: The file has no head"],
  ["another file", "hello\n", "a:1: This is not the head of a cassette"],
  [
    "a future version",
    '{"cassette":2}\n',
    "a:1: This is a cassette of version 2, and this program reads version 1. Update the program, or record again.",
  ],
  ["an old version", '{"cassette":0}\n', "reads version 1. Record again."],
  ["a broken line", `${head}\n${exchange}\n{"request\n${exchange}\n`, "a:3: The line is not JSON"],
  ["a line of something else", `${head}\n{}\n`, "a:2: The line has no request"],
  [
    "an event without time",
    `${head}\n${exchange.replace('"at":1,"body":{}', '"events":[{}]')}\n`,
    "a:2: The line has an event",
  ],
  [
    "an unknown cut",
    `${head}\n${exchange.replace('"at":1,"body":{}', '"events":[],"cut":"toString"')}\n`,
    "a:2: The line has a stream whose `cut` is not one of client-left,",
  ],
  [
    "a cut that cannot be a name",
    `${head}\n${exchange.replace('"at":1,"body":{}', '"events":[],"cut":{"toString":""}')}\n`,
    "a:2: The line has a stream whose `cut` is not one of client-left,",
  ],
])("%s is refused with its place", (_, text, message) => {
  expect(() => readCassette(text, "a")).toThrow(CassetteError);
  expect(() => readCassette(text, "a")).toThrow(message);
});

test("a cassette may have what editors do to a file", () => {
  const { lines, isLastLineBroken } = readCassette(
    `\uFEFF${head}\r\n${exchange}\r\n\r\n${exchange}\r\n  `,
    "a",
  );
  expect({ lines: lines.map(({ line }) => line), isLastLineBroken }).toEqual({
    lines: [2, 4],
    isLastLineBroken: false,
  });
});

test("a recorder begins an empty file", async () => {
  const file = newFile();
  writeFileSync(file, "");
  await using real = await startMock({ port: 0, engine: countingEngine });
  await using recorder = await startMock({ port: 0, proxy: { url: real.url, cassette: file } });
  await (await ask(recorder, { body: request })).text();
  expect(readCassette(readFileSync(file, "utf8"), file).lines).toHaveLength(1);
});

test("a last line that was not written to its end is left out, and recording goes on after it", async () => {
  const file = await recordCounting(request);
  const whole = readFileSync(file, "utf8");
  writeFileSync(file, whole + whole.slice(whole.indexOf("\n") + 1, -20));
  await using mock = await replay(file);
  expect((await ask(mock, { body: request })).status).toBe(200);
  await using real = await startMock({ port: 0, engine: countingEngine });
  await using recorder = await startMock({ port: 0, proxy: { url: real.url, cassette: file } });
  await (await ask(recorder, { body: { ...request, prompt: "b" } })).text();
  const { lines, isLastLineBroken } = readCassette(readFileSync(file, "utf8"), file);
  expect({ lines: lines.map(({ line }) => line), isLastLineBroken }).toEqual({
    lines: [2, 3],
    isLastLineBroken: false,
  });
});

test("the mock without a socket answers from the text of a cassette", async () => {
  const cassette = readFileSync(await recordCounting(request), "utf8");
  const mock = await createMockFetch({ replay: { cassette, speed: 0 } });
  const response = await mock.fetch(`${mock.url}${target}`, {
    method: "POST",
    headers: { authorization: "Bearer a", "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  expect(await response.text()).toContain('"text":"one two three four"');
});

test("a recorded request that breaks the contract is refused with its place", async () => {
  const file = newFile();
  writeFileSync(file, `${head}\n${exchange.replace("GET", "PUT")}\n`);
  await expect(replay(file)).rejects.toThrow(`${file}:2: The recorded request breaks the contract`);
  await expect(replay(join(folder, "missing"))).rejects.toThrow(CassetteError);
});

test("a document that is not a completion is not sent", async () => {
  const file = newFile();
  const question = { target: "/v1/completions", body: { prompt: "a" } };
  const recorded = {
    request: { method: "POST", headers: { "content-type": "application/json" }, ...question },
    response: { status: 200, headers: {}, at: 1, body: "[DONE]" },
  };
  writeFileSync(file, `${head}\n${JSON.stringify(recorded)}\n`);
  await using mock = await replay(file);
  expect(await (await ask(mock, question)).text()).toContain(`${file}:2: it is not a completion`);
});
