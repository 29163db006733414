import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { type CallOptions, ConnectionError, type Retry, TruncatedStreamError } from "../src/index.ts";
import { retryDelay } from "../src/retry-policy.ts";
import { clientOf, collect, failureOf } from "./support/client.ts";
import { defer } from "./support/deferred.ts";
import {
  beginStream,
  chunks,
  completion,
  errorOf,
  events,
  hangUp,
  respond,
  respondError,
  respondJson,
  respondStream,
} from "./support/responses.ts";
import { closedUrl, serve } from "./support/serve.ts";

const plain = { prompt: "Once upon a time", stream: false };
const streamed = { prompt: "Once upon a time", stream: true };
const complete = respondJson(200, completion);

/** Returns what `onRetry` receives first, then stops the call; undefined if the call would not be retried. */
async function firstRetry(url: string, request = plain): Promise<Retry | undefined> {
  let first: Retry | undefined;
  const stop = new Error("The retry itself is not needed.");
  const onRetry = (retry: Retry) => {
    first = retry;
    throw stop;
  };
  const failure = await failureOf(clientOf({ url }, { maxRetries: 1, onRetry }).complete(request));
  expect(failure === stop).toBe(first !== undefined);
  return first;
}

async function firstRetryAfter(listener: RequestListener, request = plain): Promise<Retry | undefined> {
  await using server = await serve(listener);
  return await firstRetry(server.url, request);
}

test.for([408, 429, 500, 501, 502, 503, 504, 520, 599])("a %i is retried", async (status) => {
  for (const request of [plain, streamed]) {
    const error = { name: "ApiError", status };
    expect(await firstRetryAfter(respondError(status), request)).toMatchObject({ attempt: 1, error });
  }
  const error = { name: "UnexpectedResponseError", status };
  const page = respond(status, "text/html", "<h1>Out of order</h1>");
  expect(await firstRetryAfter(page)).toMatchObject({ attempt: 1, error });
});

test.for([400, 401, 403, 404, 405, 409, 413, 415, 418, 422, 431])("a %i is not retried", async (status) => {
  const body = { ...errorOf(status), detail: { loc: ["body", "prompt"], value: "null" } };
  expect(await firstRetryAfter(respondJson(status, body))).toBeUndefined();
  expect(await firstRetryAfter(respond(status, "text/html", "<h1>No</h1>"))).toBeUndefined();
});

test("an invalid 200 is not retried", async () => {
  expect(await firstRetryAfter(respond(200, "text/html", "<h1>Hello</h1>"))).toBeUndefined();
  expect(await firstRetryAfter(respondJson(200, {}))).toBeUndefined();
  expect(await firstRetryAfter(respondStream("data: {\n\n"), streamed)).toBeUndefined();
});

test("a refused connection is retried", async () => {
  expect(await firstRetry(await closedUrl())).toMatchObject({ error: { name: "ConnectionError" } });
});

test("a connection lost before the response is retried", async () => {
  expect(await firstRetryAfter(hangUp)).toMatchObject({ error: { name: "ConnectionError" } });
});

test.for([200, 500])("a connection lost in the body of a %i is retried", async (status) => {
  const half: RequestListener = (request, response) => {
    response.writeHead(status, { "content-type": "application/json", "content-length": 100 });
    response.write('{"', () => request.socket.destroy());
  };
  expect(await firstRetryAfter(half)).toMatchObject({ error: { name: "ConnectionError" } });
});

test.for<[string, RequestListener]>([
  ["breaks off after a comment", beginStream(": wait\n\n", hangUp)],
  ["ends after a comment", respondStream(": wait\n\n")],
  ["is empty", respondStream("")],
  ["has no body", respond(204, "text/event-stream", "")],
])("a stream that %s is retried", async ([, listener]) => {
  const error = { name: "TruncatedStreamError", partial: undefined };
  expect(await firstRetryAfter(listener, streamed)).toMatchObject({ error });
});

test("a stream that breaks off after its first event is not retried", async () => {
  await using server = await serve(beginStream(events[0], hangUp));
  const options = { maxRetries: 2, onRetry: () => expect.unreachable() };
  const stream = await clientOf(server).complete({ prompt: "Once", stream: true }, options);
  await expect(stream.final()).rejects.toThrow(TruncatedStreamError);
  expect(server.requests).toHaveLength(1);
});

test("a call is retried until there is a response, and onRetry is called each time", async () => {
  await using server = await serve(respondError(500), hangUp, complete);
  const retries: Retry[] = [];
  const options = { maxRetries: 5, onRetry: (retry: Retry) => retries.push(retry) };
  expect(await clientOf(server).complete(plain, options)).toEqual(completion);
  expect(server.requests).toHaveLength(3);
  expect(server.requests[2]?.body).toEqual(plain);
  expect(retries).toMatchObject([
    { attempt: 1, error: { name: "ApiError", status: 500 } },
    { attempt: 2, error: { name: "ConnectionError" } },
  ]);
});

test("a stream is retried until its first event arrives", async () => {
  await using server = await serve(respondError(503), respondStream(""), respondStream());
  const stream = await clientOf(server, { maxRetries: 2 }).complete({ prompt: "Once", stream: true });
  expect(await collect(stream)).toEqual(chunks);
});

test("by default, a call is retried twice and fails with the last error", async () => {
  await using server = await serve(respondError(500), respondError(502), respondError(504), complete);
  const retries: Retry[] = [];
  const options = { maxRetries: undefined, onRetry: (retry: Retry) => retries.push(retry) };
  const error = await failureOf(clientOf(server, options).complete(plain));
  expect(error).toMatchObject({ name: "ApiError", status: 504 });
  expect(retries).toMatchObject([{ error: { status: 500 } }, { error: { status: 502 } }]);
  expect(server.requests).toHaveLength(3);
});

test("with 0 retries, a call is sent once", async () => {
  await using server = await serve(respondError(503));
  const options: CallOptions = { maxRetries: 0, onRetry: () => expect.unreachable() };
  await expect(clientOf(server).complete(plain, options)).rejects.toMatchObject({ status: 503 });
  expect(server.requests).toHaveLength(1);
});

test("an error of onRetry ends the call", async () => {
  await using server = await serve(respondError(503));
  const failure = new Error("Enough.");
  const onRetry = () => {
    throw failure;
  };
  for (const fail of [onRetry, async () => onRetry()]) {
    const client = clientOf(server, { maxRetries: 2, onRetry: fail });
    expect(await failureOf(client.complete(plain))).toBe(failure);
  }
  expect(server.requests).toHaveLength(2);
});

// The wait is up to 500 ms longer than the server asks for, because of the jitter.

test.for([408, 429, 500, 503])("Retry-After of a %i in seconds is respected", async (status) => {
  const { delay = Number.NaN } = (await firstRetryAfter(respondError(status, { "retry-after": "2" }))) ?? {};
  expect(delay).toBeGreaterThanOrEqual(2_000);
  expect(delay).toBeLessThan(2_500);
});

test("Retry-After as a date is respected", async () => {
  const date = new Date(Date.now() + 50_000).toUTCString();
  const { delay = Number.NaN } = (await firstRetryAfter(respondError(503, { "retry-after": date }))) ?? {};
  expect(delay).toBeGreaterThan(5_000); // Holds even if the test takes 45 seconds.
  expect(delay).toBeLessThan(50_500);
});

test.for(["0", "Sat, 01 Jan 2000 00:00:00 GMT", "soon", "-1", ""])(
  "Retry-After: %s adds no wait",
  async (value) => {
    const { delay = Number.NaN } = (await firstRetryAfter(respondError(503, { "retry-after": value }))) ?? {};
    expect(delay).toBeGreaterThanOrEqual(0);
    expect(delay).toBeLessThan(500);
  },
);

test.for<[string, () => string]>([
  ["61 seconds", () => "61"],
  ["a date in two minutes", () => new Date(Date.now() + 120_000).toUTCString()],
  ["400 digits", () => "9".repeat(400)],
])("a Retry-After of more than a minute ends the call: %s", async ([, value]) => {
  expect(await firstRetryAfter(respondError(429, { "retry-after": value() }))).toBeUndefined();
});

const millisecondHeaders = ["retry-after-ms", "x-ms-retry-after-ms"];

test.for(millisecondHeaders)("%s precedes Retry-After", async (name) => {
  const headers = { [name]: "1500.5", "retry-after": "30" };
  const { delay = Number.NaN } = (await firstRetryAfter(respondError(429, headers))) ?? {};
  expect(delay).toBeGreaterThanOrEqual(1_500.5);
  expect(delay).toBeLessThan(2_000.5);
  const zero = await firstRetryAfter(respondError(429, { ...headers, [name]: "0" }));
  expect(zero?.delay).toBeLessThan(500);
});

test("retry-after-ms precedes x-ms-retry-after-ms", async () => {
  const headers = { "retry-after-ms": "2000", "x-ms-retry-after-ms": "4000" };
  const { delay = Number.NaN } = (await firstRetryAfter(respondError(503, headers))) ?? {};
  expect(delay).toBeGreaterThanOrEqual(2_000);
  expect(delay).toBeLessThan(2_500);
});

test.for(["", "soon", "-1", "2s", "1,000", "NaN"])("retry-after-ms: %s is ignored", async (value) => {
  for (const next of [{ "x-ms-retry-after-ms": "2000" }, { "retry-after": "2" }]) {
    const listener = respondError(503, { "retry-after-ms": value, ...next });
    const { delay = Number.NaN } = (await firstRetryAfter(listener)) ?? {};
    expect(delay).toBeGreaterThanOrEqual(2_000);
    expect(delay).toBeLessThan(2_500);
  }
});

test.for(millisecondHeaders)("a %s of more than a minute ends the call", async (name) => {
  expect(await firstRetryAfter(respondError(429, { [name]: "60001", "retry-after": "1" }))).toBeUndefined();
  expect(await firstRetryAfter(respondError(429, { [name]: "60000" }))).toBeDefined();
});

test("a Retry-After of one minute is respected", async () => {
  expect(await firstRetryAfter(respondError(429, { "retry-after": "60" }))).toBeDefined();
});

test.for([
  [1, 500],
  [2, 1_000],
  [3, 2_000],
  [4, 4_000],
  [5, 8_000],
  [6, 8_000],
  [1_000, 8_000],
] as const)("the wait after attempt %i is random, from 0 to %i ms", ([attempt, longest]) => {
  const error = new ConnectionError("");
  const delays = Array.from({ length: 1_000 }, () => retryDelay(attempt, error) ?? Number.NaN);
  // By chance, one of these fails once in 10^18 runs.
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
  expect(Math.min(...delays)).toBeLessThan(longest * 0.05);
  expect(Math.max(...delays)).toBeLessThan(longest);
  expect(Math.max(...delays)).toBeGreaterThan(longest * 0.95);
});

test("an abort in onRetry ends the call at once", async () => {
  await using server = await serve(respondError(503, { "retry-after": "60" }));
  const controller = new AbortController();
  const onRetry = () => controller.abort("enough");
  const call = clientOf(server, { maxRetries: 2, onRetry }).complete(plain, { signal: controller.signal });
  expect(await failureOf(call)).toBe("enough");
  expect(server.requests).toHaveLength(1);
});

test("an abort during the wait ends the call at once", async () => {
  await using server = await serve(respondError(503, { "retry-after": "60" }));
  const controller = new AbortController();
  const waiting = defer();
  const options = { maxRetries: 2, onRetry: () => waiting.resolve(), signal: controller.signal };
  const call = failureOf(clientOf(server).complete(plain, options));
  await waiting.promise;
  // A retry without a wait would have arrived before these calls end.
  for (let round = 0; round < 3; round++) await failureOf(clientOf(server).complete(plain));
  expect(server.requests).toHaveLength(1 + 3);
  controller.abort("enough");
  expect(await call).toBe("enough");
  expect(server.requests).toHaveLength(1 + 3);
});

test("an aborted request is not retried", async () => {
  const controller = new AbortController();
  await using server = await serve(() => controller.abort("enough"));
  const options = { maxRetries: 2, onRetry: () => expect.unreachable(), signal: controller.signal };
  expect(await failureOf(clientOf(server).complete(plain, options))).toBe("enough");
  expect(server.requests).toHaveLength(1);
});

test("a timeout is not retried", async () => {
  await using server = await serve(() => {});
  const options = { maxRetries: 2, onRetry: () => expect.unreachable(), timeout: 1 };
  expect(await failureOf(clientOf(server).complete(plain, options))).toMatchObject({ name: "TimeoutError" });
});
