import { once } from "node:events";
import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { collect, openConnection, parseAnswers, sendRaw } from "../../../raw-http.shared.ts";
import { readBody, sendStream } from "../src/index.ts";
import { expectError } from "./support/expect-error.ts";
import { formatRequest, type Handler, startServer } from "./support/start-server.ts";

let server: Awaited<ReturnType<typeof startServer>>;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const whole = formatRequest("Hello");
const withLine = (line: string) => whole.replace("POST / HTTP/1.1", line);
const withHeader = (header: string) => whole.replace("\r\n", `\r\n${header}\r\n`);
const chunked = (body: string) =>
  `${whole.slice(0, whole.indexOf("Content-Length"))}Transfer-Encoding: chunked\r\n\r\n${body}`;

describe("a request that is not HTTP/1.1, or does not keep to it", () => {
  test.each<[what: string, bytes: string, status: number, code: string]>([
    ["garbage", "\x16\x03\x01\r\n\r\n", 400, "invalid_request"],
    ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "invalid_request"],
    ["a line that is none", "GET\r\n\r\n", 400, "invalid_request"],
    ["half a head", "POST / HTTP/1.1\r\nHost: a\r\n", 400, "invalid_request"],
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
    ["a method that is not taken", withLine("PUT / HTTP/1.1"), 405, "method_not_allowed"],
    [
      "an Upgrade to nothing",
      "POST /nowhere HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
      404,
      "not_found",
    ],
  ])("%s", async (_what, bytes, status, code) => {
    const [answer, ...others] = parseAnswers(await sendRaw(server, bytes));
    expect(others).toEqual([]);
    expect(answer?.status).toBe(status);
    expect(answer && expectError(answer)).toBe(code);
  });
});

describe("a request that is unusual, but good", () => {
  test.each<[what: string, bytes: string]>([
    ["HTTP/1.0", withLine("POST / HTTP/1.0")],
    ["the whole URL", withLine("POST http://example.com/ HTTP/1.1")],
    ["an expectation of 100", withHeader("Expect: 100-continue")],
    ["chunks", chunked("3\r\nHel\r\n2\r\nlo\r\n0\r\n\r\n")],
    ["an empty line before it", `\r\n${whole}`],
  ])("%s", async (_what, bytes) => {
    expect(parseAnswers(await sendRaw(server, bytes))).toMatchObject([{ status: 200, body: "Hello" }]);
  });

  test("several on one connection are answered in their order", async () => {
    const answers = parseAnswers(await sendRaw(server, whole + withLine("POST /nowhere HTTP/1.1") + whole));
    expect(answers.map(({ status }) => status)).toEqual([200, 404, 200]);
  });
});

describe("what a client sends beyond its request", () => {
  test.each([
    ["too large", "payload_too_large", "X-Other: a"],
    ["compressed", "unsupported_media_type", "Content-Encoding: gzip"],
  ])(
    "does not keep it from its answer, even if it reads only then: a body that is %s",
    async (_what, code, header) => {
      const socket = await openConnection(server);
      const { closed } = collect(socket);
      socket.pause();
      const size = 5_000_000;
      socket.write(whole.replace(/Content-Length: \d+/, `Content-Length: ${size}\r\n${header}`));
      await new Promise((resolve) => socket.write(Buffer.alloc(size, " "), resolve));
      socket.resume();
      const [answer] = parseAnswers(await closed);
      expect(answer?.headers.get("connection")).toBe("close");
      expect(answer && expectError(answer)).toBe(code);
    },
  );

  test.each([
    ["a chunk that is none, after too many", `${chunked("")}200000\r\n${" ".repeat(2 ** 21)}\r\n`],
    ["a body without end", whole.replace(/Content-Length: \d+/, "Content-Length: 1000000000")],
    ["rubbish", ""],
  ])("is cut off where it is %s", async (_what, head) => {
    const socket = await openConnection(server, { allowHalfOpen: true });
    const { closed } = collect(socket);
    socket.write(head);
    const block = Buffer.alloc(2 ** 16, " ");
    const timer = setInterval(() => socket.writable && socket.write(block), 10);
    const answers = parseAnswers(await closed);
    clearInterval(timer);
    expect(answers).toHaveLength(1);
    for (const answer of answers) expectError(answer);
  });

  test("is answered after an answer that has begun, not within it", async () => {
    const end = Promise.withResolvers<void>();
    await using streaming = await startServer((_request, response, signal) =>
      sendStream(
        response,
        (async function* () {
          yield "data: 1\n\n";
          await end.promise;
          yield "data: 2\n\n";
        })(),
        { signal },
      ),
    );
    const socket = await openConnection(streaming);
    const { closed } = collect(socket);
    socket.write(whole);
    await once(socket, "data");
    for (let packet = 0; packet < 3; packet += 1) {
      await new Promise((resolve) => socket.write("rubbish\r\n\r\n", resolve));
      await setTimeout(10);
    }
    end.resolve();
    const [answer, refusal, ...others] = parseAnswers(await closed);
    expect(answer?.body).toBe("data: 1\n\ndata: 2\n\n");
    expect(refusal && expectError(refusal)).toBe("invalid_request");
    expect(others).toEqual([]);
  });

  test("is answered for itself where the length that is given is too short", async () => {
    const socket = await openConnection(server);
    const { closed } = collect(socket);
    socket.write(whole.replace(/Content-Length: \d+/, "Content-Length: 2"));
    const [answer, refusal] = parseAnswers(await closed);
    expect(answer?.body).toBe("He");
    expect(refusal && expectError(refusal)).toBe("invalid_request");
  });
});

describe("a request for a tunnel", () => {
  const tunnel = "CONNECT example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n";

  test("may be followed by a reset", async () => {
    const socket = await openConnection(server);
    socket.write(tunnel);
    await once(socket, "data");
    socket.resetAndDestroy();
    expect(parseAnswers(await sendRaw(server, whole))[0]?.status).toBe(200);
  });

  test("is not answered within another answer", async () => {
    await using streaming = await startServer(async (_request, response) => {
      response.write("begun");
    });
    const socket = await openConnection(streaming);
    const { closed } = collect(socket);
    socket.write(whole);
    await once(socket, "data");
    socket.write(tunnel);
    expect(String(await closed)).not.toContain("not_found");
  });
});

test("what the handler never gets to see is told, and may have headers; what it sees keeps those that it set", async () => {
  const told: string[] = [];
  const handle: Handler = async (message, response) => {
    response.setHeader("x-request-id", "8");
    await readBody(message);
  };
  await using telling = await startServer(handle, {
    onRefusal({ code }) {
      told.push(code);
      return { "x-request-id": "7" };
    },
  });
  const idOf = async (bytes: string) =>
    parseAnswers(await sendRaw(telling, bytes))[0]?.headers.get("x-request-id");
  expect(await idOf("rubbish\r\n\r\n")).toBe("7");
  expect(await idOf(whole.slice(0, -2))).toBe("8");
  expect(told).toEqual(["invalid_request"]);
});

test("whatever is sent, what is answered is an answer", { timeout: 120_000 }, async () => {
  const bytes = fc.uint8Array({ maxLength: 60 }).map((data) => Buffer.from(data));
  const request = fc
    .constantFrom(whole, chunked("3\r\nHel\r\n2\r\nlo\r\n0\r\n\r\n"))
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
      for (const answer of parseAnswers(await sendRaw(server, sent))) {
        if (answer.status !== 200) expectError(answer);
      }
    }),
    { numRuns: 500 },
  );
  expect(parseAnswers(await sendRaw(server, whole))[0]?.status).toBe(200);
});
