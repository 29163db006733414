import { once } from "node:events";
import { openConnection, sendRaw } from "@completions-api/testing";
import { expect, test } from "vitest";
import { createApiServer, createCors, type RequestHandler, sendResponse } from "../src/index.ts";

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

test.each([
  ["before its response is closed", Promise.resolve(), ["handled", "close", "end"]],
  ["after its response is closed", undefined, ["close", "handled", "end"]],
])("a request ends once, if its handler has finished %s", async (_, finished, expected) => {
  const calls: string[] = [];
  const closed = Promise.withResolvers<void>();
  await using server = createApiServer(
    ({ response }): RequestHandler => ({
      async handle() {
        await sendResponse(response, { status: 200, headers: {}, body: "ok" });
        await (finished ?? closed.promise);
        calls.push("handled");
      },
      onClose() {
        calls.push("close");
        closed.resolve();
      },
      onEnd: () => void calls.push("end"),
    }),
  );
  const url = await server.listen(address);
  const response = await fetch(url, { headers: { connection: "close" } });
  expect(await response.text()).toBe("ok");
  await server.drain(1000);
  await expect.poll(() => calls).toEqual(expected);
});

test("a response has its handler's headers, whatever it becomes", async () => {
  await using server = createApiServer(
    ({ message, response }): RequestHandler => ({
      headers: { "x-request-id": "7" },
      async handle() {
        for await (const _ of message);
        const cors = createCors({ allows: () => true, exposed: [] });
        if (!cors(message, response)) throw new Error("lost");
      },
    }),
  );
  const head = "host: a\r\nconnection: close\r\norigin: https://app.example\r\n";
  const url = await server.listen(address);
  for (const [request, status] of [
    [`OPTIONS / HTTP/1.1\r\n${head}access-control-request-method: POST\r\n\r\n`, 204],
    [`GET / HTTP/1.1\r\n${head}\r\n`, 500],
    [`POST / HTTP/1.1\r\n${head}transfer-encoding: chunked\r\n\r\n1\r\na\r\nno length\r\n`, 400],
  ] as const) {
    const response = String(await sendRaw({ url }, request));
    expect(response).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    expect(response).toContain("x-request-id: 7\r\n");
  }
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
