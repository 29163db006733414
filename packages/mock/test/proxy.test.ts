import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type IncomingHttpHeaders, type RequestListener } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { gzipSync } from "node:zlib";
import {
  damagedBytes,
  listenOnFreePort,
  readResponse,
  splitEvents,
  startServer,
  type WholeResponse,
} from "@completions-api/testing";
import { validateCompletionEvent } from "@completions-api/validators/openai";
import fc from "fast-check";
import { expect, onTestFinished, test } from "vitest";
import { formatJsonLine } from "../src/command/request-line.ts";
import { type CheckedExchange, type Mock, type MockProxyOptions, startMock } from "../src/index.ts";
import { ask, type Question } from "./support/ask.ts";
import { expectResponse } from "./support/expect-response.ts";
import { faces, openAIFace } from "./support/faces.ts";

/** Starts a proxy before a server, and collects the exchanges. */
async function startProxy(
  url: string,
  options: Partial<MockProxyOptions> = {},
): Promise<{ mock: Mock; ended: CheckedExchange[]; [Symbol.asyncDispose]: () => Promise<void> }> {
  const ended: CheckedExchange[] = [];
  const onExchange = (exchange: CheckedExchange) => ended.push(exchange);
  const mock = await startMock({ port: 0, proxy: { url, onExchange, ...options } });
  return { mock, ended, [Symbol.asyncDispose]: mock.close };
}

const usage = { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 };
const identity = { id: "cmpl-1", object: "text_completion", created: 1, model: "m" };
const choice = { index: 0, text: "Hello", finish_reason: "stop", logprobs: null };
const completion = { ...identity, choices: [choice], usage };
const chunk = { ...identity, choices: [{ ...choice, finish_reason: null }] };
const lastChunk = { ...identity, choices: [{ ...choice, text: "", finish_reason: "stop" }] };

/** Answers every request with one document, or with the data of events. */
function answerWith(
  body: object | readonly unknown[],
  { status = 200, headers = {} }: { status?: number; headers?: Record<string, string> } = {},
): RequestListener {
  const isStream = Array.isArray(body);
  const text = isStream
    ? body.map((data) => `data: ${typeof data === "string" ? data : JSON.stringify(data)}\n\n`).join("")
    : JSON.stringify(body);
  const type = isStream ? "text/event-stream" : "application/json";
  return (_, response) => void response.writeHead(status, { "content-type": type, ...headers }).end(text);
}

function answerWithText(text: string, type = "text/event-stream"): RequestListener {
  return (_, response) => void response.writeHead(200, { "content-type": type }).end(text);
}

const noLogprobs = { tokens: [], token_logprobs: [], top_logprobs: [], text_offset: [] };
const question: Question = { target: "/v1/completions", body: { prompt: "a", max_tokens: 8 } };
const streamed: Question = { ...question, body: { prompt: "a", max_tokens: 8, stream: true } };
const body = (more: object) => ({ ...question, body: { prompt: "a", max_tokens: 8, ...more } });

/** Servers that break the contract, and the rule that each breaks. */
const wrongServers: [what: string, rule: string, answer: RequestListener, question: Question][] = [
  [
    "counts wrongly",
    "usage-adds-up",
    answerWith({ ...completion, usage: { ...usage, total_tokens: 9 } }),
    question,
  ],
  ["ignores stop", "stop-excluded", answerWith(completion), body({ stop: "ell" })],
  ["ignores max_tokens", "max-tokens-bound", answerWith(completion), body({ max_tokens: 1 })],
  ["lacks a choice", "choices-follow-prompts", answerWith(completion), body({ n: 2 })],
  [
    "always has logprobs",
    "logprobs-when-asked",
    answerWith({
      ...completion,
      choices: [{ ...choice, logprobs: noLogprobs }],
    }),
    question,
  ],
  [
    "has a number as text",
    "schema",
    answerWith({ ...completion, choices: [{ ...choice, text: 1 }] }),
    question,
  ],
  ["has a status of its own", "schema", answerWith(completion, { status: 201 }), question],
  ["fails in a shape of its own", "schema", answerWith({ detail: "Not Found" }, { status: 404 }), question],
  ["does not stream", "schema", answerWith(completion), streamed],
  ["streams JSON that is cut", "schema", answerWith([chunk, '{"choices":']), streamed],
  [
    "has tokens of another type",
    "schema",
    answerWith({
      ...completion,
      choices: [{ ...choice, logprobs: { ...noLogprobs, top_logprobs: [{ Hello: "x" }] } }],
    }),
    body({ logprobs: 1 }),
  ],
  [
    "streams log probabilities of another form",
    "schema",
    answerWith([
      { ...lastChunk, choices: [{ ...choice, logprobs: { ...noLogprobs, tokens: 1 } }] },
      "[DONE]",
    ]),
    body({ logprobs: 1, stream: true }),
  ],
  [
    "fails with the wrong status",
    "schema",
    answerWith(
      { error: { message: "m", type: "invalid_request_error", param: null, code: "not_found" } },
      { status: 400 },
    ),
    question,
  ],
  [
    "has two error codes",
    "error-code-header",
    answerWith(
      { status: 400, code: "invalid_json", error: "e", message: "m" },
      { status: 400, headers: { "x-ms-error-code": "invalid_query" } },
    ),
    { body: { prompt: "a" } },
  ],
  [
    "names its events",
    "schema",
    answerWithText(`event: a\ndata: ${JSON.stringify(lastChunk)}\n\ndata: [DONE]\n\n`),
    streamed,
  ],
  [
    "splits the data of all its events",
    "schema",
    answerWithText(
      `${[chunk, lastChunk]
        .map((event) => `data: ${JSON.stringify(event).replace(",", ",\r\ndata: ")}\r\n\r\n`)
        .join("")}data: [DONE]\r\n\r\n`,
    ),
    streamed,
  ],
  [
    "streams in another encoding",
    "schema",
    answerWithText(
      `data: ${JSON.stringify(lastChunk)}\n\ndata: [DONE]\n\n`,
      "text/event-stream; charset=utf-7",
    ),
    streamed,
  ],
  ["does not end its stream", "stream-done-is-last", answerWith([chunk, lastChunk]), streamed],
  ["does not end its choice", "stream-every-choice-ends", answerWith([chunk, "[DONE]"]), streamed],
  [
    "ends a choice twice",
    "stream-one-finish-per-choice",
    answerWith([lastChunk, lastChunk, "[DONE]"]),
    streamed,
  ],
  [
    "sends usage unasked",
    "stream-usage-last",
    answerWith([chunk, { ...lastChunk, usage }, "[DONE]"]),
    streamed,
  ],
  [
    "changes its id",
    "stream-same-identity",
    answerWith([chunk, { ...lastChunk, id: "x" }, "[DONE]"]),
    streamed,
  ],
  [
    "goes on after an error",
    "stream-error-event",
    answerWith([{ error: { message: "m", type: "server_error", param: null, code: "internal_error" } }]),
    streamed,
  ],
];

test.each(wrongServers)("catches a server that %s by %s", async (_, rule, answer, question) => {
  await using server = await startServer(createServer(answer));
  await using reporting = await startProxy(`${server.url}/v1`);
  await using refusing = await startProxy(server.url, { onViolation: "refuse" });
  const direct = await readResponse(await ask(server, question));
  const reported = await readResponse(await ask(reporting.mock, question));
  expect({ status: reported.status, body: reported.body }).toEqual({
    status: direct.status,
    body: direct.body,
  });
  expect(reporting.ended).toMatchObject([{ violations: [{ rule }] }]);
  expect(reporting.mock.requests).toMatchObject([{ response: { violations: [{ rule }] } }]);
  // Neither the prompt nor the completion may appear in a log.
  expect(JSON.stringify(reporting.ended)).not.toMatch(/Hello|ell"/);

  const refused = await readResponse(await ask(refusing.mock, question));
  expectRefusal(refused);
  expect(refused.body).toContain(`(${rule})`);
});

test("passes on headers, but not those of one connection", async () => {
  const received = Promise.withResolvers<IncomingHttpHeaders>();
  const server = createServer((request, response) => {
    received.resolve(request.headers);
    answerWith(completion, {
      headers: {
        "x-request-id": "r-1",
        connection: "x-of-connection",
        "x-of-connection": "1",
        "keep-alive": "timeout=9",
        "set-cookie": "a=b",
      },
    })(request, response);
  });
  await using upstream = await startServer(server);
  await using proxy = await startProxy(upstream.url);
  const headers = { "x-mock-session": "s", "x-own": "1", "accept-encoding": "br" };
  const response = await ask(proxy.mock, { ...question, headers });
  expect(await received.promise).toMatchObject({
    authorization: "Bearer abcde12345",
    "x-own": "1",
    "accept-encoding": "identity",
    host: new URL(upstream.url).host,
  });
  expect(await received.promise).not.toHaveProperty("x-mock-session");
  const { date: _date, ...returned } = Object.fromEntries(response.headers);
  expect(returned).toEqual({
    "content-type": "application/json",
    "x-request-id": "r-1",
    connection: "keep-alive",
    "keep-alive": expect.not.stringContaining("timeout=9"),
    "transfer-encoding": "chunked",
  });
  await ask(proxy.mock, { method: "HEAD", target: "/v1/models" });
  expect(proxy.ended).toMatchObject([{ violations: [] }, { method: "HEAD", violations: [] }]);
});

test("a busy event loop does not make the server too slow", async () => {
  // In a process of its own, so that it sends its line while this one is busy.
  const program = `require("node:http").createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).write(": soon\\n");
    setTimeout(() => response.write(": late\\n"), 300);
    setTimeout(() => response.end(), 1500);
  }).listen(0, "127.0.0.1", function () { console.log(this.address().port); })`;
  const server = spawn(process.execPath, ["--eval", program]);
  onTestFinished(() => void server.kill());
  const [port] = await once(server.stdout, "data");
  await using proxy = await startProxy(`http://127.0.0.1:${Number(port)}`, { timeout: 1000 });
  const response = await ask(proxy.mock, streamed);
  const start = performance.now();
  while (performance.now() - start < 1200);
  expect(await response.text()).toBe(": soon\n: late\n");
});

test("a client that reads slowly does not make the server too slow", async () => {
  const comment = `: ${"a".repeat(2 ** 20)}\n`;
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.end(comment.repeat(20));
  });
  await using upstream = await startServer(server);
  // Long, because the server is this process, too, and may be busy for a while.
  await using proxy = await startProxy(upstream.url, { timeout: 4000 });
  const response = await ask(proxy.mock, streamed);
  await setTimeout(4500);
  expect(await response.text()).toHaveLength(20 * comment.length);
});

test.each(["report", "refuse"] as const)(
  "with %s, events pass when they come, and a client that leaves cancels them",
  async (onViolation) => {
    const left = Promise.withResolvers<void>();
    const server = createServer((_, response) => {
      response
        .writeHead(200, { "content-type": "text/event-stream" })
        .write(`data: ${JSON.stringify(chunk)}\n\n`);
      response.once("close", () => left.resolve());
    });
    await using upstream = await startServer(server);
    await using proxy = await startProxy(upstream.url, { onViolation });
    const abort = new AbortController();
    const response = await ask(proxy.mock, { ...streamed, signal: abort.signal });
    const first = await response.body?.getReader().read();
    expect(JSON.parse(new TextDecoder().decode(first?.value).slice(6))).toEqual(chunk);
    abort.abort();
    await left.promise;
  },
);

test.each(faces)(
  "%s, a server that is down or too slow becomes a 502 or 504",
  async (_, { target, expectError }) => {
    await using slow = await startServer(createServer(() => {}));
    await using waiting = await startProxy(slow.url, { timeout: 50 });
    const completionRequest = { target, body: { prompt: "a" } };
    expect((await ask(waiting.mock, completionRequest)).status).toBe(504);
    const gone = await startServer(createServer());
    await using failing = await startProxy(gone.url);
    await gone[Symbol.asyncDispose]();
    const response = await ask(failing.mock, completionRequest);
    expect(response.status).toBe(502);
    expect(await expectError(response)).toBe("bad_gateway");
    const note = expect.stringContaining("cannot be reached (ECONNREFUSED)");
    expect(failing.ended).toMatchObject([{ status: 502, violations: [], note }]);
  },
);

test.each([
  [
    "HTTP/1.1 101 Switching Protocols\r\nUpgrade: a\r\nConnection: Upgrade\r\n\r\n",
    "switched to another protocol",
  ],
  ["HTTP/1.1 099 Odd\r\n\r\n", "answered with the status 99"],
  ["SSH-2.0-a\r\n", "does not speak HTTP (HPE_INVALID_CONSTANT)"],
  ["", "closed the connection without an answer (ECONNRESET)"],
])("a server that sends %j becomes a 502", async (sent, problem) => {
  const server = createTcpServer((socket) => {
    socket.once("data", () => socket.end(sent));
    socket.on("error", () => {});
  });
  const upstream = await listenOnFreePort(server);
  await using proxy = await startProxy(upstream.url);
  expect((await ask(proxy.mock, question)).status).toBe(502);
  expect(proxy.ended).toMatchObject([{ status: 502, note: expect.stringContaining(problem) }]);
  server.close();
});

test.each([
  ["begins with a byte order mark", (text: string) => `\uFEFF: a\n\n${text}`, {}, []],
  [
    "has another field",
    (text: string) => `: a\n\nretry: 1\n${text}`,
    {},
    ["Line 3 of the stream has the field retry, and only data and comments are allowed."],
  ],
  [
    "splits its data",
    (text: string) => text.replace(",", ",\r\ndata: "),
    {},
    ["Line 2 of the stream continues the data of an event, which must be one line."],
  ],
  [
    "is compressed",
    (text: string) => gzipSync(text),
    { "content-encoding": "gzip" },
    ['The content-encoding is "gzip", although the request accepts only identity.'],
  ],
  [
    "has another content type",
    (text: string) => text,
    { "content-type": "text/html" },
    ['The content-type is "text/html", not application/json.', "The body is not JSON."],
  ],
])("a line about a stream that %s says where it is wrong", async (_, change, headers, messages) => {
  const events = `data: ${JSON.stringify(lastChunk)}\n\ndata: [DONE]\n\n`;
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream", ...headers }).end(change(events));
  });
  await using upstream = await startServer(server);
  await using proxy = await startProxy(upstream.url);
  expect(await (await ask(proxy.mock, streamed)).text()).toContain(events.slice(-14));
  const reported = proxy.ended.map(({ number, violations }) => [
    number,
    ...violations.map(({ message }) => message),
  ]);
  expect(reported).toEqual([[1, ...messages]]);
});

test("an error event takes the place of the wrong one, even if all events arrive together", async () => {
  const events = [chunk, chunk].map((event) => `data: ${JSON.stringify(event)}\n\n`).join("event: a\n");
  await using upstream = await startServer(createServer(answerWithText(events)));
  await using refusing = await startProxy(upstream.url, { onViolation: "refuse" });
  const [first, second] = splitEvents(await (await ask(refusing.mock, streamed)).text());
  expect(first).toBe(JSON.stringify(chunk));
  expect(second).toContain("Line 3 of the stream has the field event");
});

test("a line about a broken rule has the numbers that this request needs", async () => {
  await using upstream = await startServer(createServer(answerWith(completion)));
  await using proxy = await startProxy(upstream.url);
  await (await ask(proxy.mock, body({ max_tokens: 1 }))).text();
  const message = expect.stringMatching(
    /^The completion must keep this rule: .+ at most 1 completion_tokens\.$/,
  );
  const violations = [{ rule: "max-tokens-bound", message }];
  expect(proxy.ended).toMatchObject([{ violations }]);
  const [request] = proxy.mock.requests;
  if (request) expect(JSON.parse(formatJsonLine(request))).toMatchObject({ response: { violations } });
});

test("a cassette that cannot be written any more is noted, and breaks no answer", async () => {
  const folder = mkdtempSync(join(tmpdir(), "cassettes-"));
  await using upstream = await startServer(createServer(answerWith(completion)));
  await using proxy = await startProxy(upstream.url, { cassette: join(folder, "cassette.jsonl") });
  rmSync(folder, { recursive: true });
  const { status, body } = await readResponse(await ask(proxy.mock, question));
  expect({ status, body: JSON.parse(body) }).toEqual({ status: 200, body: completion });
  expect(proxy.ended).toMatchObject([{ note: expect.stringContaining("Not recorded: ENOENT") }]);
});

test("what follows [DONE] is reported, or does not reach the client", async () => {
  await using upstream = await startServer(createServer(answerWith([lastChunk, "[DONE]", lastChunk])));
  await using reporting = await startProxy(upstream.url);
  await (await ask(reporting.mock, streamed)).text();
  expect(reporting.ended).toMatchObject([{ violations: [{ rule: "stream-done-is-last" }] }]);
  await using refusing = await startProxy(upstream.url, { onViolation: "refuse" });
  const events = splitEvents(await (await ask(refusing.mock, streamed)).text());
  expect(events).toEqual([JSON.stringify(lastChunk), "[DONE]"]);
});

test("a stream that is refused because of its headers is not read any further", async () => {
  const closed = Promise.withResolvers<void>();
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).write(": hello\n\n");
    response.once("close", closed.resolve);
  });
  await using upstream = await startServer(server);
  await using refusing = await startProxy(upstream.url, { onViolation: "refuse" });
  expect((await ask(refusing.mock, question)).status).toBe(502);
  await closed.promise;
});

test("a stream that the server breaks off is broken off for the client, too, or ends with an error event", async () => {
  const server = createServer((_, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" });
    response.write(`data: ${JSON.stringify(chunk)}\n\n`, () => response.destroy());
  });
  await using upstream = await startServer(server);
  await using reporting = await startProxy(upstream.url);
  await expect((await ask(reporting.mock, streamed)).text()).rejects.toThrow("terminated");
  expect(reporting.ended).toMatchObject([{ violations: [{ rule: "stream-done-is-last" }] }]);
  await using refusing = await startProxy(upstream.url, { onViolation: "refuse" });
  const events = splitEvents(await (await ask(refusing.mock, streamed)).text());
  expect(JSON.parse(events.at(-1) ?? "")).toMatchObject({ error: { code: "bad_gateway" } });
});

test("a request that breaks the contract is passed on with a note, or refused", async () => {
  await using upstream = await startServer(createServer(answerWith(completion)));
  await using reporting = await startProxy(upstream.url);
  const wrong = body({ temperature: 9 });
  expect((await ask(reporting.mock, wrong)).status).toBe(200);
  const note = expect.stringContaining("temperature must be at most 2");
  expect(reporting.ended).toMatchObject([{ violations: [], note }]);
  await using refusing = await startProxy(upstream.url, { onViolation: "refuse" });
  expect(await openAIFace.expectError(await ask(refusing.mock, wrong))).toBe("invalid_value");
  expect(refusing.ended).toEqual([]);
});

test("whatever bytes a server sends, a proxy that refuses keeps the contract", async () => {
  let bytes: Uint8Array = Buffer.of();
  const server = createTcpServer((socket) => {
    socket.once("data", () => socket.end(bytes));
    socket.on("error", () => {});
  });
  const upstream = await listenOnFreePort(server);
  await using refusing = await startProxy(upstream.url, { onViolation: "refuse" });
  await using reporting = await startProxy(upstream.url);
  const head = (type: string) => `HTTP/1.1 200 OK\r\nContent-Type: ${type}\r\nConnection: close\r\n\r\n`;
  const events = [chunk, lastChunk].map((event) => `data: ${JSON.stringify(event)}\n\n`).join("");
  const whole = fc.constantFrom(
    Buffer.from(`${head("application/json")}${JSON.stringify(completion)}`),
    Buffer.from(`${head("text/event-stream")}${events}data: [DONE]\n\n`),
  );
  await fc.assert(
    fc.asyncProperty(damagedBytes(whole), fc.boolean(), async (sent, stream) => {
      bytes = sent;
      const asked = stream ? streamed : question;
      expectKept(await readResponse(await ask(refusing.mock, asked)));
      // The client may see a broken answer. The proxy goes on.
      await ask(reporting.mock, asked)
        .then((response) => response.arrayBuffer())
        .catch(() => {});
    }),
    { numRuns: 100 },
  );
  server.close();
});

/** Expects a whole response of the contract, or a stream that an error event ends. */
function expectKept(response: WholeResponse): void {
  const { status, headers, body } = response;
  const events = splitEvents(body);
  const last = events.at(-1) ?? "";
  if (status === 200 && headers.get("content-type")?.startsWith("text/event-stream") && last !== "[DONE]") {
    expect(JSON.parse(last)).toMatchObject({ error: { code: "bad_gateway" } });
    for (const event of events)
      expect(validateCompletionEvent(JSON.parse(event))).toMatchObject({ valid: true });
  } else expectResponse(response);
}

/** Expects a 502, or a stream that an error event ends. */
function expectRefusal(response: WholeResponse): void {
  expectKept(response);
  expect(response.body).toContain('"code":"bad_gateway"');
}

test.each(["nope", "ftp://a"])("refuses to stand before %s", async (url) => {
  await expect(startMock({ port: 0, proxy: { url } })).rejects.toThrow("must be an HTTP URL, such as");
});
