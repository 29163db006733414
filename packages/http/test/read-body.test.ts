import { once } from "node:events";
import { openConnection } from "@completions-api/testing";
import { expect, test } from "vitest";
import { readBody } from "../src/index.ts";
import { formatRequest, startServer } from "./support/start-server.ts";

const request = formatRequest("Hello");

test.each([
  ["all of it", request],
  ["some of it", request.slice(0, -2)],
])(
  "a body is not waited for where the client left before it was asked for, having sent %s",
  async (_what, bytes) => {
    const begun = Promise.withResolvers<void>();
    const outcome = Promise.withResolvers<unknown>();
    await using server = await startServer(async (message, _response, clientGone) => {
      begun.resolve();
      await once(clientGone, "abort");
      outcome.resolve(await readBody(message).catch((error: unknown) => error === message.errored));
    });
    const socket = await openConnection(server);
    socket.write(bytes);
    await begun.promise;
    socket.destroy();
    expect(await outcome.promise).toBe(true);
  },
);
