import { once } from "node:events";
import type { Socket } from "node:net";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Mock, startMock } from "../src/index.ts";
import { countingEngine, engineOf, last, text } from "./support/engines.ts";
import { expectAnswer, expectError } from "./support/expect-answer.ts";
import { formatRequest, openConnection, parseAnswers, sendRaw } from "./support/raw.ts";

let mock: Mock;
beforeAll(async () => {
  mock = await startMock({ port: 0, engine: countingEngine });
});
afterAll(() => mock.close());

const whole = formatRequest({ prompt: "Hello" });
const stream = formatRequest({ prompt: "Hello", stream: true });
/** The request with another request line or another header. */
const withLine = (line: string) =>
  whole.replace("POST /completions?api-version=2024-04-01-preview HTTP/1.1", line);
const withHeader = (header: string) => whole.replace("\r\n", `\r\n${header}\r\n`);

describe("a request that is not HTTP/1.1, or does not keep to it", () => {
  test.each<[what: string, bytes: string, status: number, code: string]>([
    ["garbage", "\x16\x03\x01\r\n\r\n", 400, "invalid_request"],
    ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "invalid_request"],
    ["a line that is none", "GET\r\n\r\n", 400, "invalid_request"],
    ["half a head", "POST /completions HTTP/1.1\r\nHost: a\r\n", 400, "invalid_request"],
    ["no host", whole.replace("Host: localhost\r\n", ""), 400, "invalid_request"],
    ["two hosts", withHeader("Host: other"), 400, "invalid_request"],
    ["two lengths", withHeader("Content-Length: 7"), 400, "invalid_request"],
    ["a length and chunks", withHeader("Transfer-Encoding: chunked"), 400, "invalid_request"],
    ["a chunk of no size", chunked("zz\r\nabc\r\n"), 400, "invalid_request"],
    ["a target that is no URL", withLine("POST http://:99999/ HTTP/1.1"), 400, "invalid_request"],
    ["an expectation that cannot be met", withHeader("Expect: 200-ok"), 400, "invalid_header"],
    ["a header of 20,000 bytes", withHeader(`X-Long: ${"a".repeat(20_000)}`), 431, "headers_too_large"],
    ["a URL of 20,000 bytes", withLine(`POST /${"a".repeat(20_000)} HTTP/1.1`), 431, "headers_too_large"],
    ["a request for a tunnel", "CONNECT example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n", 404, "not_found"],
    ["two tokens", withHeader("Authorization: Bearer other"), 401, "unauthorized"],
    [
      "an Upgrade to nothing",
      "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
      404,
      "not_found",
    ],
  ])("%s", async (_what, bytes, status, code) => {
    const [answer, ...others] = parseAnswers(await sendRaw(mock, bytes));
    expect(others).toEqual([]);
    expect(answer?.status).toBe(status);
    expect(answer && expectError(answer)).toBe(code);
  });
});

describe("a request that is unusual, but good", () => {
  test.each<[what: string, bytes: string]>([
    ["HTTP/1.0", withLine("POST /completions?api-version=2024-04-01-preview HTTP/1.0")],
    [
      "the whole URL",
      withLine("POST http://example.com/completions?api-version=2024-04-01-preview HTTP/1.1"),
    ],
    ["an expectation of 100", withHeader("Expect: 100-continue")],
    ["chunks", chunked('8\r\n{"prompt\r\n7\r\n":"Hi"}\r\n0\r\n\r\n')],
    ["headers in capitals", whole.replace("Authorization: Bearer", "AUTHORIZATION: BEARER")],
    ["an empty line before it", `\r\n${whole}`],
  ])("%s", async (_what, bytes) => {
    const [answer] = parseAnswers(await sendRaw(mock, bytes));
    expect(answer?.status).toBe(200);
    expect(JSON.parse(answer?.body ?? "")).toMatchObject({ choices: [{ text: "one two three four" }] });
  });

  test("several on one connection are answered in their order", async () => {
    const answers = parseAnswers(
      await sendRaw(mock, whole + stream + whole.replace("/completions", "/nowhere") + whole),
    );
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 404, 200]);
    expect(answers[1]?.headers.get("content-type")).toBe("text/event-stream; charset=utf-8");
  });

  test("HTTP/1.0 gets a stream without chunks", async () => {
    const bytes = await sendRaw(mock, stream.replace("HTTP/1.1", "HTTP/1.0"));
    expect(bytes.toString()).not.toContain("transfer-encoding");
    expect(bytes.toString()).toMatch(/data: \[DONE\]\n\n$/);
  });
});

describe("what a client sends beyond its request", () => {
  /** Reads what comes, until the connection is closed. */
  function collect(socket: Socket): { received: Buffer[]; closed: Promise<unknown> } {
    const received: Buffer[] = [];
    socket.on("data", (chunk) => received.push(chunk));
    socket.on("error", () => {});
    return { received, closed: new Promise((resolve) => socket.once("close", resolve)) };
  }

  test.each([
    ["too large", "payload_too_large", "X-Other: a"],
    ["compressed", "unsupported_media_type", "Content-Encoding: gzip"],
  ])(
    "does not keep it from its answer, even if it reads only then: a body that is %s",
    async (_what, code, header) => {
      const socket = await openConnection(mock);
      const { received, closed } = collect(socket);
      socket.pause();
      const size = 5_000_000;
      socket.write(whole.replace(/Content-Length: \d+/, `Content-Length: ${size}\r\n${header}`));
      await new Promise((resolve) => socket.write(Buffer.alloc(size, " "), resolve));
      socket.resume();
      await closed;
      const [answer] = parseAnswers(Buffer.concat(received));
      expect(answer?.headers.get("connection")).toBe("close");
      expect(answer && expectError(answer)).toBe(code);
    },
  );

  test.each([
    ["a chunk that is none, after too many", `${chunked("")}200000\r\n${" ".repeat(2 ** 21)}\r\n`],
    ["a body without end", whole.replace(/Content-Length: \d+/, "Content-Length: 1000000000")],
    ["rubbish", ""],
  ])("is cut off where it is %s", async (_what, head) => {
    const socket = await openConnection(mock, { allowHalfOpen: true });
    const { received, closed } = collect(socket);
    socket.write(head);
    const block = Buffer.alloc(2 ** 16, " ");
    const timer = setInterval(() => socket.writable && socket.write(block), 10);
    await closed;
    clearInterval(timer);
    const answers = parseAnswers(Buffer.concat(received));
    expect(answers).toHaveLength(1);
    for (const answer of answers) expectError(answer);
  });

  test.each([
    ["begun", "Prefer: itl=50"],
    ["still to come", "Prefer: ttft=200"],
  ])("is answered after an answer that is %s, not within it", async (_what, prefer) => {
    const socket = await openConnection(mock);
    const { received, closed } = collect(socket);
    socket.write(stream.replace("\r\n", `\r\n${prefer}\r\n`));
    if (prefer.includes("itl")) await once(socket, "data");
    for (let packet = 0; packet < 3; packet += 1) {
      await new Promise((resolve) => socket.write("rubbish\r\n\r\n", resolve));
      await setTimeout(10);
    }
    await closed;
    const [answer, refusal, ...others] = parseAnswers(Buffer.concat(received));
    expect(answer?.body).toMatch(/data: \[DONE\]\n\n$/);
    expect(refusal && expectError(refusal)).toBe("invalid_request");
    expect(others).toEqual([]);
  });

  test("is answered for itself where the length that is given is too short", async () => {
    const socket = await openConnection(mock);
    const { received, closed } = collect(socket);
    socket.write(whole.replace(/Content-Length: \d+/, "Content-Length: 5"));
    await closed;
    expect(parseAnswers(Buffer.concat(received)).map(expectError)).toEqual([
      "invalid_json",
      "invalid_request",
    ]);
  });

  test.each([
    ["rubbish", "rubbish\r\n\r\n"],
    ["half a request", whole.slice(0, 50)],
  ])("does not hide that it has left: %s", async (_what, end) => {
    const stopped = Promise.withResolvers<void>();
    const engine = engineOf(async function* (_request, signal) {
      signal.addEventListener("abort", () => stopped.resolve());
      yield text("one");
      yield last(" two");
    });
    await using stalling = await startMock({ port: 0, engine });
    const socket = await openConnection(stalling);
    const { closed } = collect(socket);
    socket.write(stream.replace("\r\n", "\r\nPrefer: fault=stall\r\n"));
    await once(socket, "data");
    socket.end(end);
    await Promise.all([closed, stopped.promise]);
  });
});

describe("a request for a tunnel", () => {
  const tunnel = "CONNECT example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n";

  test("may be followed by a reset", async () => {
    const socket = await openConnection(mock);
    socket.write(tunnel);
    await once(socket, "data");
    socket.resetAndDestroy();
    expect(parseAnswers(await sendRaw(mock, whole))[0]?.status).toBe(200);
  });

  test("is not answered within another answer", async () => {
    const socket = await openConnection(mock);
    const chunks: Buffer[] = [];
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.write(stream.replace("\r\n", "\r\nPrefer: itl=100\r\n"));
    await once(socket, "data");
    socket.write(tunnel);
    await once(socket, "close");
    expect(Buffer.concat(chunks).toString()).not.toContain("not_found");
  });
});

test("whatever is sent, what is answered is of the contract", { timeout: 120_000 }, async () => {
  const bytes = fc.uint8Array({ maxLength: 60 }).map((data) => Buffer.from(data));
  const request = fc
    .constantFrom(whole, stream, chunked('8\r\n{"prompt\r\n7\r\n":"Hi"}\r\n0\r\n\r\n'))
    .map((text) => Buffer.from(text));
  /** A request, or two, of which some bytes are replaced. */
  const damaged = fc
    .tuple(fc.array(request, { minLength: 1, maxLength: 2 }), fc.nat(), fc.nat({ max: 20 }), bytes)
    .map(([requests, at, length, patch]) => {
      const sent = Buffer.concat(requests);
      const start = at % sent.length;
      return Buffer.concat([sent.subarray(0, start), patch, sent.subarray(start + length)]);
    });
  await fc.assert(
    fc.asyncProperty(fc.oneof(bytes, damaged), async (sent) => {
      for (const answer of parseAnswers(await sendRaw(mock, sent))) expectAnswer(answer);
    }),
    { numRuns: 500 },
  );
  expect(parseAnswers(await sendRaw(mock, whole))[0]?.status).toBe(200);
});

function chunked(body: string): string {
  const [head = ""] = whole.split("\r\n\r\n");
  return `${head.replace(/Content-Length: \d+/, "Transfer-Encoding: chunked")}\r\n\r\n${body}`;
}
