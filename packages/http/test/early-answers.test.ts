import { once } from "node:events";
import { unauthorized } from "@completions-api/protocol";
import { openConnection, parseResponses, receive } from "@completions-api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { expectError } from "./support/expect-error.ts";
import { formatRequest, startServer } from "./support/start-server.ts";

// Refuses before it has read anything but the head.
let server: Awaited<ReturnType<typeof startServer>>;
let refused = Promise.withResolvers<void>();
beforeAll(async () => {
  server = await startServer(async () => {
    refused.resolve();
    refused = Promise.withResolvers();
    throw unauthorized("No token is accepted.");
  });
});
afterAll(() => server[Symbol.asyncDispose]());

const head = (length: number) => formatRequest("").replace("Content-Length: 0", `Content-Length: ${length}`);

test("the connection of a small body that comes late can be used again", async () => {
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
  const answers = parseResponses(await closed);
  expect(answers.map(expectError)).toEqual(Array(3).fill("unauthorized"));
  expect(answers.map(({ headers }) => headers.get("connection"))).toEqual(Array(3).fill("keep-alive"));
});

test("so can one of a request without a body", async () => {
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
  ["may have no end", head(0).replace("Content-Length: 0", "Transfer-Encoding: chunked"), "1\r\na\r\n"],
  ["does not come", head(10), "half"],
])("a body that %s ends its connection, after the answer", async (_what, bytes, part) => {
  const socket = await openConnection(server);
  const { closed } = receive(socket);
  const noticed = refused.promise;
  socket.write(bytes);
  await noticed;
  socket.write(part);
  const [answer, ...others] = parseResponses(await closed);
  expect(others).toEqual([]);
  expect(answer && expectError(answer)).toBe("unauthorized");
  expect(answer?.headers.get("connection")).toBe("close");
});

test("a body that is said to be too large is refused before it comes", async () => {
  await using reading = await startServer();
  const socket = await openConnection(reading);
  const { closed } = receive(socket);
  socket.write(head(2 ** 40));
  const [answer] = parseResponses(await closed);
  expect(answer && expectError(answer)).toBe("payload_too_large");
});
