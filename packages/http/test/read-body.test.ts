import { once } from "node:events";
import { openConnection } from "@completions-api/testing";
import { expect, test } from "vitest";
import { readBody } from "../src/index.ts";
import { formatTextRequest, startTestServer } from "./support/start-server.ts";

const request = formatTextRequest("Hello");

test.each([
  ["all of the body", request],
  ["part of the body", request.slice(0, -2)],
])("readBody rejects at once if the client disconnected before the call, after %s", async (_what, bytes) => {
  const begun = Promise.withResolvers<void>();
  const outcome = Promise.withResolvers<unknown>();
  await using server = await startTestServer(async (message, _response, clientGone) => {
    begun.resolve();
    await once(clientGone, "abort");
    outcome.resolve(await readBody(message).catch((error: unknown) => error === message.errored));
  });
  const socket = await openConnection(server);
  socket.write(bytes);
  await begun.promise;
  socket.destroy();
  expect(await outcome.promise).toBe(true);
});
