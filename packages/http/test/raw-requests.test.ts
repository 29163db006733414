import { once } from "node:events";
import {
  damagedBytes,
  oneOrTwo,
  openConnection,
  parseResponses,
  randomBytes,
  receive,
  sendRaw,
} from "@completions-api/testing";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readBody } from "../src/index.ts";
import { expectError, expectOneError } from "./support/expect-error.ts";
import {
  formatTextRequest,
  type Handler,
  startTestServer,
  streamAround,
  type TestServer,
} from "./support/start-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const whole = formatTextRequest("Hello");
const withLine = (line: string) => whole.replace("POST / HTTP/1.1", line);
const withHeader = (header: string) => whole.replace("\r\n", `\r\n${header}\r\n`);
const chunked = (body: string) =>
  `${whole.slice(0, whole.indexOf("Content-Length"))}Transfer-Encoding: chunked\r\n\r\n${body}`;

describe("a request that is not valid HTTP/1.1 gets an error", () => {
  test.each<[what: string, bytes: string, status: number, code: string]>([
    ["garbage", "\x16\x03\x01\r\n\r\n", 400, "invalid_request"],
    ["HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 400, "invalid_request"],
    ["a malformed request line", "GET\r\n\r\n", 400, "invalid_request"],
    ["half a head", "POST / HTTP/1.1\r\nHost: a\r\n", 400, "invalid_request"],
    ["a missing Host", whole.replace("Host: localhost\r\n", ""), 400, "invalid_request"],
    ["two Hosts", withHeader("Host: other"), 400, "invalid_request"],
    ["two lengths", withHeader("Content-Length: 7"), 400, "invalid_request"],
    ["a length and chunks", withHeader("Transfer-Encoding: chunked"), 400, "invalid_request"],
    ["a chunk without a size", chunked("zz\r\nabc\r\n"), 400, "invalid_request"],
    ["a target that is not a URL", withLine("POST http://:99999/ HTTP/1.1"), 400, "invalid_request"],
    ["an expectation that cannot be met", withHeader("Expect: 200-ok"), 400, "invalid_header"],
    ["a header of 20,000 bytes", withHeader(`X-Long: ${"a".repeat(20_000)}`), 431, "headers_too_large"],
    ["a URL of 20,000 bytes", withLine(`POST /${"a".repeat(20_000)} HTTP/1.1`), 431, "headers_too_large"],
    ["a request for a tunnel", "CONNECT example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n", 404, "not_found"],
    ["a method that is not allowed", withLine("PUT / HTTP/1.1"), 405, "method_not_allowed"],
    [
      "an unsupported Upgrade",
      "POST /nowhere HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: websocket\r\n\r\n",
      404,
      "not_found",
    ],
  ])("%s", async (_what, bytes, status, code) => {
    const error = expectOneError(parseResponses(await sendRaw(server, bytes)));
    expect(error.response.status).toBe(status);
    expect(error.code).toBe(code);
  });
});

describe("an unusual but valid request is accepted", () => {
  test.each<[what: string, bytes: string]>([
    ["HTTP/1.0", withLine("POST / HTTP/1.0")],
    ["a target that is a whole URL", withLine("POST http://example.com/ HTTP/1.1")],
    ["Expect: 100-continue", withHeader("Expect: 100-continue")],
    ["a chunked body", chunked("3\r\nHel\r\n2\r\nlo\r\n0\r\n\r\n")],
    ["an empty line before the request", `\r\n${whole}`],
  ])("%s", async (_what, bytes) => {
    expect(parseResponses(await sendRaw(server, bytes))).toMatchObject([{ status: 200, body: "Hello" }]);
  });

  test("several requests on one connection are answered in order", async () => {
    const responses = parseResponses(
      await sendRaw(server, whole + withLine("POST /nowhere HTTP/1.1") + whole),
    );
    expect(responses.map(({ status }) => status)).toEqual([200, 404, 200]);
  });
});

describe("bytes that a client sends beyond its request", () => {
  test.each([
    ["too large", "payload_too_large", "X-Other: a"],
    ["compressed", "unsupported_media_type", "Content-Encoding: gzip"],
  ])(
    "do not cost it the response, even if it reads only afterwards: a body that is %s",
    async (_what, code, header) => {
      const socket = await openConnection(server);
      const { closed } = receive(socket);
      socket.pause();
      const size = 5_000_000;
      socket.write(whole.replace(/Content-Length: \d+/, `Content-Length: ${size}\r\n${header}`));
      await new Promise((resolve) => socket.write(Buffer.alloc(size, " "), resolve));
      socket.resume();
      const error = expectOneError(parseResponses(await closed));
      expect(error.response.headers.get("connection")).toBe("close");
      expect(error.code).toBe(code);
    },
  );

  test.each([
    ["an invalid chunk after too many bytes", `${chunked("")}200000\r\n${" ".repeat(2 ** 21)}\r\n`],
    ["an endless body", whole.replace(/Content-Length: \d+/, "Content-Length: 1000000000")],
    ["garbage", ""],
  ])("end the connection if they are %s", async (_what, head) => {
    const socket = await openConnection(server, { allowHalfOpen: true });
    const { closed } = receive(socket);
    socket.write(head);
    const block = Buffer.alloc(2 ** 16, " ");
    const timer = setInterval(() => socket.writable && socket.write(block), 10);
    const responses = parseResponses(await closed);
    clearInterval(timer);
    expectOneError(responses);
  });

  test("are answered after a response that has begun, not in the middle of it", async () => {
    const end = Promise.withResolvers<void>();
    await using streaming = await startTestServer(streamAround(end.promise));
    const socket = await openConnection(streaming);
    const { closed } = receive(socket);
    socket.write(whole);
    await once(socket, "data");
    for (let packet = 0; packet < 3; packet += 1) {
      await new Promise((resolve) => socket.write("garbage\r\n\r\n", resolve));
      // The server, which has the same event loop, reads one packet before the next is sent.
      for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate);
    }
    end.resolve();
    const [response, ...refusals] = parseResponses(await closed);
    expect(response?.body).toBe("data: 1\n\ndata: 2\n\n");
    expect(expectOneError(refusals).code).toBe("invalid_request");
  });

  test.each([
    ["chunk extensions", `1;${"a".repeat(16_000)}\r\na\r\n`.repeat(100)],
    ["zeros before a chunk's size", `${"0".repeat(1_600_000)}1\r\na\r\n`],
  ])("are bounded within a chunked body: %s", async (_what, body) => {
    const { code } = expectOneError(parseResponses(await sendRaw(server, chunked(body))));
    expect(code).toBe("payload_too_large");
  });

  test.each([
    ["thousands of one byte", "1\r\na\r\n", 4000],
    ["100,000 of eight bytes", "8\r\n12345678\r\n", 100_000],
  ])("are few enough in chunks: %s", async (_what, chunk, count) => {
    const bytes = chunked(`${chunk.repeat(count)}0\r\n\r\n`);
    const [, content = ""] = chunk.split("\r\n");
    expect(parseResponses(await sendRaw(server, bytes))).toMatchObject([
      { status: 200, body: content.repeat(count) },
    ]);
  });

  test("are too many in 100,000 chunks of one byte", async () => {
    const response = await sendRaw(server, chunked("1\r\na\r\n".repeat(100_000)));
    const { code, response: refusal } = expectOneError(parseResponses(response));
    expect(code).toBe("payload_too_large");
    expect(refusal.body).toContain("more chunks than this server accepts");
  });

  test("are dropped after a body of too many chunks", async () => {
    const bytes = chunked(`${"1\r\na\r\n".repeat(100_000)}not a chunk\r\n${whole}`);
    expectOneError(parseResponses(await sendRaw(server, bytes)));
  });

  test("get their own response if Content-Length is too short", async () => {
    const socket = await openConnection(server);
    const { closed } = receive(socket);
    socket.write(whole.replace(/Content-Length: \d+/, "Content-Length: 2"));
    const [response, ...refusals] = parseResponses(await closed);
    expect(response?.body).toBe("He");
    expect(expectOneError(refusals).code).toBe("invalid_request");
  });
});

describe("a request for a tunnel", () => {
  const tunnel = "CONNECT example.com:443 HTTP/1.1\r\nHost: a\r\n\r\n";

  test("may be followed by a reset", async () => {
    const socket = await openConnection(server);
    socket.write(tunnel);
    await once(socket, "data");
    socket.resetAndDestroy();
    expect(parseResponses(await sendRaw(server, whole))[0]?.status).toBe(200);
  });

  test("is not answered in the middle of another response", async () => {
    await using streaming = await startTestServer(async (_request, response) => {
      response.write("begun");
    });
    const socket = await openConnection(streaming);
    const { closed } = receive(socket);
    socket.write(whole);
    await once(socket, "data");
    socket.write(tunnel);
    expect(String(await closed)).not.toContain("not_found");
  });
});

test("the server reports requests that never reach the handler and adds headers to their responses; the handler's own headers stay", async () => {
  const reported: string[] = [];
  const handle: Handler = async (message, response) => {
    response.setHeader("x-request-id", "8");
    await readBody(message);
  };
  await using reporting = await startTestServer(handle, {
    onRefusal({ code }) {
      reported.push(code);
      return { "x-request-id": "7" };
    },
  });
  const idOf = async (bytes: string) =>
    parseResponses(await sendRaw(reporting, bytes))[0]?.headers.get("x-request-id");
  expect(await idOf("garbage\r\n\r\n")).toBe("7");
  expect(await idOf(whole.slice(0, -2))).toBe("8");
  expect(reported).toEqual(["invalid_request"]);
});

test("responds to any bytes with valid responses", { timeout: 120_000 }, async () => {
  const request = fc
    .constantFrom(whole, chunked("3\r\nHel\r\n2\r\nlo\r\n0\r\n\r\n"))
    .map((text) => Buffer.from(text));
  await fc.assert(
    fc.asyncProperty(fc.oneof(randomBytes, damagedBytes(oneOrTwo(request))), async (sent) => {
      for (const response of parseResponses(await sendRaw(server, sent))) {
        if (response.status !== 200) expectError(response);
      }
    }),
    { numRuns: 500 },
  );
  expect(parseResponses(await sendRaw(server, whole))[0]?.status).toBe(200);
});
