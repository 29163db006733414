import { once } from "node:events";
import { unauthorized } from "@completions-api/protocol";
import { openConnection, parseResponses, receive } from "@completions-api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError, expectOneError } from "./support/expect-error.ts";
import { formatTextRequest, startTestServer, type TestServer } from "./support/start-server.ts";

// This server refuses every request after reading only its head.
let server: TestServer;
let refused = Promise.withResolvers<void>();
beforeAll(async () => {
  server = await startTestServer(async () => {
    refused.resolve();
    refused = Promise.withResolvers();
    throw unauthorized("No token is accepted");
  });
});
afterAll(() => server[Symbol.asyncDispose]());

const head = (length: number) =>
  formatTextRequest("").replace("Content-Length: 0", `Content-Length: ${length}`);

test("a connection is kept open for a small body that arrives after the response", async () => {
  const socket = await openConnection(server);
  const { closed } = receive(socket);
  for (let times = 0; times < 3; times += 1) {
    const noticed = refused.promise;
    socket.write(head(2 ** 16));
    await noticed;
    socket.write(Buffer.alloc(2 ** 16, " "));
    await once(socket, "data");
  }
  socket.end();
  const responses = parseResponses(await closed);
  expect(responses.map(expectError)).toEqual(Array(3).fill("unauthorized"));
  expect(responses.map(({ headers }) => headers.get("connection"))).toEqual(Array(3).fill("keep-alive"));
});

test("a connection is kept open for a request without a body", async () => {
  const socket = await openConnection(server);
  const { closed } = receive(socket);
  for (let times = 0; times < 2; times += 1) {
    socket.write("POST / HTTP/1.1\r\nHost: localhost\r\n\r\n");
    await once(socket, "data");
  }
  socket.end();
  expect(parseResponses(await closed).map(expectError)).toEqual(["unauthorized", "unauthorized"]);
});

test.each([
  ["is larger", head(2 ** 16 + 1), Buffer.alloc(2 ** 16 + 1)],
  ["has no known length", head(0).replace("Content-Length: 0", "Transfer-Encoding: chunked"), "1\r\na\r\n"],
  ["stops arriving", head(10), "half"],
])("the connection is closed after the response if the body %s", async (_what, bytes, part) => {
  const socket = await openConnection(server);
  const { closed } = receive(socket);
  const noticed = refused.promise;
  socket.write(bytes);
  await noticed;
  socket.write(part);
  const { response, code } = expectOneError(parseResponses(await closed));
  expect(code).toBe("unauthorized");
  expect(response.headers.get("connection")).toBe("close");
});

test("a body with a Content-Length above the limit is refused before it arrives", async () => {
  await using reading = await startTestServer();
  const socket = await openConnection(reading);
  const { closed } = receive(socket);
  socket.write(head(2 ** 40));
  expect(expectOneError(parseResponses(await closed)).code).toBe("payload_too_large");
});
