import { once } from "node:events";
import { otherError } from "@completions-api/protocol";
import { toOpenAIErrorBody, toOpenAIErrorResponse } from "@completions-api/protocol/openai";
import { parseResponses, sendRaw, type WholeResponse } from "@completions-api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type ApiServer, createApiServer, findRoute, readBody, readUrl, sendStream } from "../src/index.ts";

const address = { host: "127.0.0.1", port: 0 };
const errorFormat = { toResponse: toOpenAIErrorResponse, toEvent: toOpenAIErrorBody };

async function* failLate() {
  yield "data: 1\n\n";
  throw otherError("bad_gateway", "The engine failed");
}

/** Resolves once a request waits for the end of its connection. */
const waiting = Promise.withResolvers<void>();

const server: ApiServer = createApiServer(({ message, response, clientGone }) => {
  const wait = () => {
    waiting.resolve();
    return once(clientGone.signal, "abort");
  };
  return {
    errorFormat,
    async handle() {
      const routes = {
        "/v1/read": { POST: () => readBody(message) },
        "/v1/stream": { POST: () => sendStream(response, failLate(), { signal: clientGone }) },
        "/v1/wait": { POST: wait },
      };
      await findRoute<() => unknown>(routes, readUrl(message).pathname, String(message.method)).handler();
      clientGone.throwIfAborted();
    },
  };
});
let url: string;
beforeAll(async () => {
  url = await server.listen(address);
});
afterAll(() => server.close());

function expectCode({ status, headers, body }: WholeResponse): [number, unknown] {
  expect(headers.get("content-type")).toBe("application/json");
  expect(headers.get("x-ms-error-code")).toBeNull();
  const { error } = JSON.parse(body);
  expect(error).toEqual({
    message: expect.any(String),
    type: "invalid_request_error",
    param: null,
    code: error.code,
  });
  return [status, error.code];
}

const head = (path: string, ...headers: readonly string[]) =>
  ["POST ", path, " HTTP/1.1\r\nHost: a\r\n", ...headers.map((header) => `${header}\r\n`), "\r\n"].join("");

test.each<[what: string, bytes: string, status: number, code: string]>([
  ["an unknown route", head("/v1/nowhere", "Content-Length: 0"), 404, "not_found"],
  ["a body that is too large", head("/v1/read", "Content-Length: 2000000"), 413, "payload_too_large"],
  [
    "a body that is not valid HTTP/1.1",
    `${head("/v1/read", "Transfer-Encoding: chunked")}zz\r\nabc\r\n`,
    400,
    "invalid_request",
  ],
  ["two Hosts", head("/v1/read", "Host: b", "Content-Length: 0"), 400, "invalid_request"],
])("%s gets an error in the request's format", async (_what, bytes, status, code) => {
  const [response, ...others] = parseResponses(await sendRaw({ url }, bytes));
  expect(others).toEqual([]);
  expect(response && expectCode(response)).toEqual([status, code]);
});

test("a stream that fails ends with an error in the request's format", async () => {
  const response = await fetch(`${url}/v1/stream`, { method: "POST" });
  expect(await response.text()).toBe(
    'data: 1\n\ndata: {"error":{"message":"The engine failed.","type":"server_error","param":null,"code":"bad_gateway"}}\n\n',
  );
});

test("a drain that runs out of time cuts a request off in the request's format", async () => {
  const response = fetch(`${url}/v1/wait`, { method: "POST" });
  await waiting.promise;
  expect(await server.drain(0)).toBe(1);
  expect(await (await response).json()).toMatchObject({ error: { code: "service_unavailable" } });
});
