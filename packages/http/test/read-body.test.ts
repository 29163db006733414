import { once } from "node:events";
import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { otherError } from "@completions-api/protocol";
import { openConnection } from "@completions-api/testing";
import fc from "fast-check";
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

test("readBody joins a body however it is divided, and tells the meter of each part", async () => {
  const sizes = fc.array(fc.oneof(fc.integer({ min: 1, max: 3 }), fc.integer({ min: 1, max: 9000 })), {
    maxLength: 400,
  });
  await fc.assert(
    fc.asyncProperty(sizes, async (sizes) => {
      const parts = sizes.map((size, index) => Buffer.alloc(size, index));
      const message = Object.assign(Readable.from(parts), { headers: {}, socket: { bytesRead: 0 } });
      let taken = 0;
      const meter = {
        expect: () => expect.unreachable("There is no Content-Length."),
        take: (bytes: number) => {
          taken += bytes;
        },
      };
      // The parts of a request that it needs.
      const body = await readBody(message as unknown as IncomingMessage, meter);
      expect(body.equals(Buffer.concat(parts))).toBe(true);
      expect(taken).toBe(body.length);
    }),
    { numRuns: 50 },
  );
});

test.each(["expect", "take"])("readBody rejects with the refusal of the meter's %s", async (step) => {
  const refusal = otherError("service_unavailable", "There is no room");
  const refuse = () => {
    throw refusal;
  };
  const outcome = Promise.withResolvers<unknown>();
  await using server = await startTestServer(async (message, response) => {
    outcome.resolve(
      await readBody(message, { expect() {}, take() {}, [step]: refuse }).catch((error: unknown) => error),
    );
    response.end();
  });
  const socket = await openConnection(server);
  socket.write(request);
  expect(await outcome.promise).toBe(refusal);
  socket.destroy();
});

test("a request whose body was read does not keep it", async () => {
  setFlagsFromString("--expose-gc");
  const collectGarbage: () => void = runInNewContext("gc");
  const body = Promise.withResolvers<WeakRef<Buffer>>();
  await using server = await startTestServer(async (message, response, clientGone) => {
    const read = async () => new WeakRef(await readBody(message));
    body.resolve(await read());
    await once(clientGone, "abort");
    expect(message.complete).toBe(true);
    response.destroy();
  });
  const socket = await openConnection(server);
  socket.write(formatTextRequest("x".repeat(500_000)));
  const reference = await body.promise;
  await expect
    .poll(() => {
      collectGarbage();
      // The poll would keep the body itself.
      return reference.deref() === undefined;
    })
    .toBe(true);
  socket.destroy();
});
