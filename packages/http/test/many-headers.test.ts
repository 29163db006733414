import { openConnection, parseResponses, receive, sendRaw } from "@completions-api/testing";
import { expect, test } from "vitest";
import { expectOneError } from "./support/expect-error.ts";
import { formatTextRequest, startTestServer } from "./support/start-server.ts";

const [line = "", ...others] = formatTextRequest("Hello").split("\r\n");
const ownHeaders = others.indexOf("");

/** Returns a request with so many headers in all. */
function withHeaders(count: number): string {
  const added = Array.from({ length: count - ownHeaders }, (_, index) => `x-${index}:`);
  return [line, ...added, ...others].join("\r\n");
}

test("a request may have a hundred headers", async () => {
  await using server = await startTestServer();
  const responses = parseResponses(await sendRaw(server, withHeaders(100)));
  expect(responses).toMatchObject([{ status: 200, body: "Hello" }]);
});

test.each([101, 102, 500])("a request with %i headers is refused", async (count) => {
  await using server = await startTestServer();
  expect(expectOneError(parseResponses(await sendRaw(server, withHeaders(count)))).code).toBe(
    "headers_too_large",
  );
});

test("a head that is not complete takes no memory for more of them", async () => {
  await using server = await startTestServer();
  const socket = await openConnection(server);
  const { closed } = receive(socket);
  const [incomplete = ""] = withHeaders(300).split("\r\n\r\n");
  socket.write(incomplete);
  expect(expectOneError(parseResponses(await closed)).code).toBe("headers_too_large");
});
