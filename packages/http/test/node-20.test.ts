import { on } from "node:events";
import { existsSync } from "node:fs";
import { isDeepStrictEqual } from "node:util";
import {
  damagedBytes,
  nodeBinary,
  oneOrTwo,
  openConnection,
  parseResponses,
  RunningProgram,
  randomBytes,
  runtimesHint,
  sendRaw,
} from "@completions-api/testing";
import fc from "fast-check";
import { beforeEach, expect, test } from "vitest";
import { expectError, expectOneError } from "./support/expect-error.ts";
import { formatTextRequest } from "./support/start-server.ts";

// The oldest `node:http` that the package supports loses sight of clients that a newer one reports.

const node = nodeBinary(20);
beforeEach(({ skip }) => {
  if (!existsSync(node)) skip(`Not installed: ${runtimesHint}.`);
});

const request = formatTextRequest("Hello");
const requestFor = (path: string) => request.replace("POST /", `POST ${path}`);

function startServer(): Promise<RunningProgram> {
  const file = new URL("./support/built-server.js", import.meta.url);
  return RunningProgram.start(file, [], { node, ipc: true });
}

/** Waits until the server reports these numbers of requests. */
async function expectCounts(
  { child }: RunningProgram,
  expected: { readonly received: number; readonly gone: number },
): Promise<void> {
  for await (const [counts] of on(child, "message")) {
    if (!isDeepStrictEqual(counts, expected)) continue;
    expect(counts).toEqual(expected);
    return;
  }
}

test.each([101, 1000])("a request with more headers than it may have is refused: %i", async (count) => {
  await using server = await startServer();
  const responses = parseResponses(
    await sendRaw(server, request.replace("\r\n", `\r\n${"x:\r\n".repeat(count)}`)),
  );
  expect(expectOneError(responses).code).toBe("headers_too_large");
});

test("a client that reads nothing of a response is disconnected, and its request knows", async () => {
  await using server = await startServer();
  const socket = await openConnection(server);
  socket.on("error", () => {});
  socket.pause();
  socket.write(requestFor("/large"));
  await expectCounts(server, { received: 1, gone: 1 });
  socket.destroy();
});

test("a client that disconnects aborts the request that is being handled, and none of those behind it begins", async () => {
  await using server = await startServer();
  const socket = await openConnection(server);
  socket.on("error", () => {});
  socket.write(requestFor("/stream").repeat(3));
  await expectCounts(server, { received: 1, gone: 0 });
  socket.destroy();
  await expectCounts(server, { received: 1, gone: 1 });
});

test("any bytes get valid responses", async () => {
  await using server = await startServer();
  const bytes = fc.oneof(randomBytes, damagedBytes(oneOrTwo(fc.constant(Buffer.from(request)))));
  await fc.assert(
    fc.asyncProperty(bytes, async (sent) => {
      for (const response of parseResponses(await sendRaw(server, sent))) {
        if (response.status !== 200) expectError(response);
      }
    }),
    { numRuns: 200 },
  );
  expect(parseResponses(await sendRaw(server, request))).toMatchObject([{ status: 200, body: "Hello" }]);
  expect(server.stderr).toBe("");
});
