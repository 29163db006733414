import { once } from "node:events";
import { unauthorized } from "@completions-api/protocol";
import { openConnection, parseResponses, receive } from "@completions-api/testing";
import { expect, test } from "vitest";
import { readBody, sendResponse } from "../src/index.ts";
import { expectOneError } from "./support/expect-error.ts";
import { type Handler, startTestServer } from "./support/start-server.ts";

const head = (framing: string) => `POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-Continue\r\n${framing}\r\n\r\n`;

test.each([
  ["Content-Length: 5", "Hello"],
  ["Transfer-Encoding: chunked", "5\r\nHello\r\n0\r\n\r\n"],
])("100 Continue is sent when the body is about to be read, not before: %s", async (framing, body) => {
  const permitted = Promise.withResolvers<void>();
  const asked = Promise.withResolvers<void>();
  await using server = await startTestServer(async (request, response) => {
    asked.resolve();
    await permitted.promise;
    const text = String(await readBody(request));
    await sendResponse(response, { status: 200, headers: {}, body: text });
  });
  const socket = await openConnection(server);
  const { received, closed } = receive(socket);
  socket.write(head(framing));
  await asked.promise;
  for (let turn = 0; turn < 20; turn += 1) await new Promise(setImmediate);
  expect(received).toEqual([]);
  permitted.resolve();
  const [interim] = await once(socket, "data");
  expect(String(interim)).toBe("HTTP/1.1 100 Continue\r\n\r\n");
  socket.write(body);
  await once(socket, "data");
  socket.end();
  expect(parseResponses(await closed)).toMatchObject([{ status: 200, body: "Hello" }]);
});

const refuse: Handler = async () => {
  throw unauthorized("No token is accepted");
};

test.each([
  ["a small body", "Content-Length: 5", refuse, "unauthorized"],
  ["a large body", "Content-Length: 500000", refuse, "unauthorized"],
  ["chunks", "Transfer-Encoding: chunked", refuse, "unauthorized"],
  ["a body over the limit", "Content-Length: 2000000", undefined, "payload_too_large"],
  ["a compressed body", "Content-Length: 5\r\nContent-Encoding: gzip", undefined, "unsupported_media_type"],
])(
  "a refused request gets its final status at once, without 100 Continue: %s",
  async (_what, framing, handle, code) => {
    await using server = await startTestServer(handle);
    const socket = await openConnection(server);
    const { closed } = receive(socket);
    socket.write(head(framing));
    // The client has its response before it has sent anything of the body, which the server does not wait for.
    const [first] = await once(socket, "data");
    expect(String(first)).toMatch(/^HTTP\/1\.1 4/);
    socket.end();
    const { response, ...error } = expectOneError(parseResponses(await closed));
    expect(error.code).toBe(code);
    expect(response.headers.get("connection")).toBe("close");
  },
);

test("a client that does not wait for 100 Continue is served as well", async () => {
  await using server = await startTestServer();
  const socket = await openConnection(server);
  const { closed } = receive(socket);
  socket.write(`${head("Content-Length: 5")}Hello`);
  await once(socket, "data");
  socket.end();
  expect(parseResponses(await closed)).toMatchObject([{ status: 200, body: "Hello" }]);
});
