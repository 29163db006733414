import { openConnection, parseResponses, receive, sendRaw } from "@completions-api/testing";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { expectOneError } from "./support/expect-error.ts";
import { formatTextRequest, startTestServer, type TestServer } from "./support/start-server.ts";

let server: TestServer;
beforeAll(async () => {
  server = await startTestServer();
});
afterAll(() => server[Symbol.asyncDispose]());

const whole = formatTextRequest("Hello");
const withLine = (line: string) => whole.replace("POST / HTTP/1.1", line);
const withLength = (header: string) => whole.replace("Content-Length: 5", header);
const chunks = "5\r\nHello\r\n0\r\n\r\n";
const coded = (...headers: readonly string[]) => withLength(headers.join("\r\n")).replace(/Hello$/, chunks);

describe("a request whose end a proxy could see elsewhere is refused, and its connection closed", () => {
  test.each([
    ["gzip and chunks", coded("Transfer-Encoding: gzip, chunked")],
    ["chunks in gzip", coded("Transfer-Encoding: chunked, gzip")],
    ["chunks in chunks", coded("Transfer-Encoding: chunked, chunked")],
    ["chunks twice", coded("Transfer-Encoding: chunked", "Transfer-Encoding: chunked")],
    ["a second coding in another header", coded("Transfer-Encoding: gzip", "Transfer-Encoding: chunked")],
    ["identity", coded("Transfer-Encoding: identity")],
    ["identity and chunks", coded("Transfer-Encoding: identity, chunked")],
    ["an unknown coding", coded("Transfer-Encoding: xchunked")],
    ["a parameter", coded("Transfer-Encoding: chunked;q=1")],
    ["an empty coding", coded("Transfer-Encoding:")],
    ["a list with an empty item", coded("Transfer-Encoding: ,chunked")],
    ["a vertical tab", coded("Transfer-Encoding: \vchunked")],
    ["quotes", coded('Transfer-Encoding: "chunked"')],
    ["chunks in HTTP/1.0", coded("Transfer-Encoding: chunked").replace("HTTP/1.1", "HTTP/1.0")],
    ["a length and chunks", coded("Content-Length: 5", "Transfer-Encoding: chunked")],
    ["chunks and a length", coded("Transfer-Encoding: chunked", "Content-Length: 5")],
    ["two lengths", withLength("Content-Length: 5\r\nContent-Length: 6")],
    ["the same length twice", withLength("Content-Length: 5\r\nContent-Length: 5")],
    ["a list of lengths", withLength("Content-Length: 5, 5")],
    ["a signed length", withLength("Content-Length: +5")],
    ["a negative length", withLength("Content-Length: -5")],
    ["a hexadecimal length", withLength("Content-Length: 0x5")],
    ["a length of 30 digits", withLength(`Content-Length: ${"9".repeat(30)}`)],
    ["a space before the colon", withLength("Content-Length : 5")],
    ["a folded header", withLength("X-Folded: a\r\n b\r\nContent-Length: 5")],
    ["a line feed alone", withLength("X-Other: a\nContent-Length: 5")],
    ["a carriage return alone", withLength("X-Other: a\rContent-Length: 5")],
    ["a null character", withLength("X-Other: a\0b\r\nContent-Length: 5")],
    ["line feeds only", whole.replaceAll("\r\n", "\n")],
    ["a header without a name", withLength(": a\r\nContent-Length: 5")],
    ["a chunk size with a prefix", coded("Transfer-Encoding: chunked").replace("\r\n5\r\n", "\r\n0x5\r\n")],
    ["a negative chunk size", coded("Transfer-Encoding: chunked").replace("\r\n5\r\n", "\r\n-5\r\n")],
    [
      "a chunk size beyond 64 bits",
      coded("Transfer-Encoding: chunked").replace("\r\n5\r\n", `\r\n${"F".repeat(17)}\r\n`),
    ],
    [
      "a chunk that ends with a line feed alone",
      coded("Transfer-Encoding: chunked").replace("\r\n5\r\n", "\r\n5\n"),
    ],
    ["a chunk longer than its size", coded("Transfer-Encoding: chunked").replace("\r\n5\r\n", "\r\n4\r\n")],
    [
      "a chunk extension of 2 MB",
      coded("Transfer-Encoding: chunked").replace("\r\n5\r\n", `\r\n5;${"a".repeat(2e6)}\r\n`),
    ],
    ["HTTP/2.0", withLine("POST / HTTP/2.0")],
    ["HTTP/1.2", withLine("POST / HTTP/1.2")],
    ["HTTP/0.9", withLine("POST / HTTP/0.9")],
    ["HTTP/0.9 without a version", "GET /\r\n\r\n"],
    ["HTTP/3.0", withLine("POST / HTTP/3.0")],
    ["HTTP/1.10", withLine("POST / HTTP/1.10")],
    ["a version in lower case", withLine("POST / http/1.1")],
    ["the preface of HTTP/2", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"],
    ["a method in lower case", withLine("post / HTTP/1.1")],
  ])("%s", async (_what, bytes) => {
    const socket = await openConnection(server);
    const { closed } = receive(socket);
    // The bytes behind it must not be taken for a request.
    socket.write(bytes + whole.replace("Hello", "Other"), "latin1");
    const { response, code } = expectOneError(parseResponses(await closed));
    expect(response.headers.get("connection")).toBe("close");
    expect(["invalid_request", "invalid_header"]).toContain(code);
    expect(response.status).toBe(400);
  });

  test("trailers of 3 MB", async () => {
    const bytes = coded("Transfer-Encoding: chunked").replace(/\r\n$/, "X-Trailer: a\r\n".repeat(200_000));
    const { response } = expectOneError(parseResponses(await sendRaw(server, `${bytes}\r\n`)));
    expect(response.headers.get("connection")).toBe("close");
    expect(response.status).toBe(431);
  });
});

test("a fault behind a good request does not cost that its response", async () => {
  const bytes = whole + coded("Transfer-Encoding: gzip, chunked") + whole;
  const [first, ...others] = parseResponses(await sendRaw(server, bytes));
  expect(first).toMatchObject({ status: 200, body: "Hello" });
  expect(expectOneError(others).code).toBe("invalid_header");
});

test.each(["chunked", "Chunked", "CHUNKED", " chunked "])(
  "Transfer-Encoding:%s is accepted",
  async (coding) => {
    const responses = parseResponses(await sendRaw(server, coded(`Transfer-Encoding: ${coding}`) + whole));
    expect(responses.map(({ status, body }) => [status, body])).toEqual(Array(2).fill([200, "Hello"]));
  },
);

test("a request that is refused for its framing is reported", async () => {
  const reported: string[] = [];
  await using reporting = await startTestServer(undefined, {
    onRefusal({ code }) {
      reported.push(code);
      return { "x-request-id": "7" };
    },
  });
  const bytes = coded("Transfer-Encoding: gzip, chunked");
  const { response } = expectOneError(parseResponses(await sendRaw(reporting, bytes)));
  expect(response.headers.get("x-request-id")).toBe("7");
  expect(reported).toEqual(["invalid_header"]);
});
