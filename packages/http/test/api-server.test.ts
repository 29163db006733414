import { once } from "node:events";
import { openConnection } from "@completions-api/testing";
import { expect, test } from "vitest";
import { createApiServer, type RequestHandler, sendResponse } from "../src/index.ts";

const address = { host: "127.0.0.1", port: 0 };

test("an error of the function that creates handlers becomes a 500", async () => {
  await using server = createApiServer(() => {
    throw new Error("no handler");
  });
  const response = await fetch(await server.listen(address));
  expect(response.status).toBe(500);
  expect(response.headers.get("x-ms-error-code")).toBe("internal_error");
});

test("calls a handler's functions in order when its client disconnects", async () => {
  const calls: string[] = [];
  const ended = Promise.withResolvers<void>();
  await using server = createApiServer(
    ({ clientGone }): RequestHandler => ({
      async handle() {
        calls.push("handle");
        await once(clientGone.signal, "abort");
        calls.push("aborted");
        throw new Error("lost");
      },
      onClose: () => void calls.push(`close, aborted: ${clientGone.aborted}`),
      onError: ({ code }) => void calls.push(code),
      onEnd: () => ended.resolve(),
    }),
  );
  const socket = await openConnection({ url: await server.listen(address) });
  socket.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
  await expect.poll(() => calls).toEqual(["handle"]);
  socket.destroy();
  await ended.promise;
  expect(calls).toEqual(["handle", "close, aborted: false", "aborted", "internal_error"]);
});

test("may be closed twice, and after a drain", async () => {
  const server = createApiServer(({ response }) => ({
    handle: () => sendResponse(response, { status: 200, headers: {}, body: "ok" }),
  }));
  const url = await server.listen(address);
  expect((await fetch(url, { headers: { connection: "close" } })).status).toBe(200);
  expect(await server.drain(1000)).toBe(0);
  expect(server.isDraining).toBe(true);
  await server.close();
  await server.close();
  await expect(fetch(url)).rejects.toThrow("fetch failed");
});
