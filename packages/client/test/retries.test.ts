import type { RequestListener } from "node:http";
import { expect, test } from "vitest";
import { type CallOptions, ConnectionError, type Retry, TruncatedStreamError } from "../src/index.ts";
import { retryDelay } from "../src/retry.ts";
import {
  answer,
  answerError,
  answerJson,
  answerStream,
  beginStream,
  chunks,
  completion,
  errorOf,
  events,
  hangUp,
} from "./support/answers.ts";
import { clientOf, collect, failureOf } from "./support/client.ts";
import { defer } from "./support/deferred.ts";
import { closedUrl, serve } from "./support/serve.ts";

const plain = { prompt: "Once upon a time", stream: false };
const streamed = { prompt: "Once upon a time", stream: true };
const complete = answerJson(200, completion);

/** What a call says before it is sent again, which it then is not; undefined where it would not be. */
async function firstRetry(url: string, request = plain): Promise<Retry | undefined> {
  let first: Retry | undefined;
  const stop = new Error("No need to wait.");
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

test.for([408, 429, 500, 501, 502, 503, 504, 520, 599])("a %i is tried again", async (status) => {
  for (const request of [plain, streamed]) {
    const error = { name: "ApiError", status };
    expect(await firstRetryAfter(answerError(status), request)).toMatchObject({ attempt: 1, error });
  }
  const error = { name: "UnexpectedResponseError", status };
  const page = answer(status, "text/html", "<h1>Out of order</h1>");
  expect(await firstRetryAfter(page)).toMatchObject({ attempt: 1, error });
});

test.for([400, 401, 403, 404, 405, 409, 413, 415, 418, 422, 431])(
  "a %i is not tried again",
  async (status) => {
    const body = { ...errorOf(status), detail: { loc: ["body", "prompt"], value: "null" } };
    expect(await firstRetryAfter(answerJson(status, body))).toBeUndefined();
    expect(await firstRetryAfter(answer(status, "text/html", "<h1>No</h1>"))).toBeUndefined();
  },
);

test("a 200 that is none is not tried again", async () => {
  expect(await firstRetryAfter(answer(200, "text/html", "<h1>Hello</h1>"))).toBeUndefined();
  expect(await firstRetryAfter(answerJson(200, {}))).toBeUndefined();
  expect(await firstRetryAfter(answerStream("data: {\n\n"), streamed)).toBeUndefined();
});

test("a refused connection is tried again", async () => {
  expect(await firstRetry(await closedUrl())).toMatchObject({ error: { name: "ConnectionError" } });
});

test("a connection that is lost before the response is tried again", async () => {
  expect(await firstRetryAfter(hangUp)).toMatchObject({ error: { name: "ConnectionError" } });
});

test("a body that breaks off is tried again", async () => {
  for (const status of [200, 500]) {
    const half: RequestListener = (request, response) => {
      response.writeHead(status, { "content-type": "application/json", "content-length": 100 });
      response.write('{"', () => request.socket.destroy());
    };
    expect(await firstRetryAfter(half)).toMatchObject({ error: { name: "ConnectionError" } });
  }
});

test("a stream that ends or breaks off before its first event is tried again", async () => {
  const error = { name: "TruncatedStreamError", partial: undefined };
  expect(await firstRetryAfter(beginStream(": wait\n\n", hangUp), streamed)).toMatchObject({ error });
  expect(await firstRetryAfter(answerStream(": wait\n\n"), streamed)).toMatchObject({ error });
  expect(await firstRetryAfter(answerStream(""), streamed)).toMatchObject({ error });
  expect(await firstRetryAfter(answer(204, "text/event-stream", ""), streamed)).toMatchObject({ error });
});

test("a stream that breaks off after its first event is not tried again", async () => {
  await using server = await serve(beginStream(events[0], hangUp));
  const options = { maxRetries: 2, onRetry: () => expect.unreachable() };
  const stream = await clientOf(server).complete({ prompt: "Once", stream: true }, options);
  await expect(stream.final()).rejects.toThrow(TruncatedStreamError);
  expect(server.requests).toHaveLength(1);
});

test("a call is sent again until there is an answer, each attempt told", async () => {
  await using server = await serve(answerError(500), hangUp, complete);
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

test("a stream is sent again until it has its first event", async () => {
  await using server = await serve(answerError(503), answerStream(""), answerStream());
  const stream = await clientOf(server, { maxRetries: 2 }).complete({ prompt: "Once", stream: true });
  expect(await collect(stream)).toEqual(chunks);
});

test("by default a call is sent again twice; the last error counts", async () => {
  await using server = await serve(answerError(500), answerError(502), answerError(504), complete);
  const retries: Retry[] = [];
  const options = { maxRetries: undefined, onRetry: (retry: Retry) => retries.push(retry) };
  const error = await failureOf(clientOf(server, options).complete(plain));
  expect(error).toMatchObject({ name: "ApiError", status: 504 });
  expect(retries).toMatchObject([{ error: { status: 500 } }, { error: { status: 502 } }]);
  expect(server.requests).toHaveLength(3);
});

test("with 0 retries a call is sent once", async () => {
  await using server = await serve(answerError(503));
  const options: CallOptions = { maxRetries: 0, onRetry: () => expect.unreachable() };
  await expect(clientOf(server).complete(plain, options)).rejects.toMatchObject({ status: 503 });
  expect(server.requests).toHaveLength(1);
});

test("what onRetry throws ends the call", async () => {
  await using server = await serve(answerError(503));
  const failure = new Error("Enough.");
  const onRetry = () => {
    throw failure;
  };
  expect(await failureOf(clientOf(server, { maxRetries: 2, onRetry }).complete(plain))).toBe(failure);
  expect(server.requests).toHaveLength(1);
});

// The wait is up to 500 ms of jitter longer than what the server asks for.

test.for([408, 429, 500, 503])("Retry-After of a %i, in seconds, is waited for", async (status) => {
  const { delay = Number.NaN } = (await firstRetryAfter(answerError(status, { "retry-after": "2" }))) ?? {};
  expect(delay).toBeGreaterThanOrEqual(2_000);
  expect(delay).toBeLessThan(2_500);
});

test("Retry-After as a date is waited for", async () => {
  const date = new Date(Date.now() + 50_000).toUTCString();
  const { delay = Number.NaN } = (await firstRetryAfter(answerError(503, { "retry-after": date }))) ?? {};
  expect(delay).toBeGreaterThan(5_000); // Even if 45 seconds passed since.
  expect(delay).toBeLessThan(50_500);
});

test.for(["0", "Sat, 01 Jan 2000 00:00:00 GMT", "soon", "-1", ""])(
  "Retry-After: %s is no wait",
  async (value) => {
    const { delay = Number.NaN } = (await firstRetryAfter(answerError(503, { "retry-after": value }))) ?? {};
    expect(delay).toBeGreaterThanOrEqual(0);
    expect(delay).toBeLessThan(500);
  },
);

test("a Retry-After of more than a minute ends the call", async () => {
  const inTwoMinutes = new Date(Date.now() + 120_000).toUTCString();
  for (const value of ["61", inTwoMinutes, "9".repeat(400)]) {
    expect(await firstRetryAfter(answerError(429, { "retry-after": value }))).toBeUndefined();
  }
  expect(await firstRetryAfter(answerError(429, { "retry-after": "60" }))).toBeDefined();
});

test.for([
  [1, 500],
  [2, 1_000],
  [3, 2_000],
  [4, 4_000],
  [5, 8_000],
  [6, 8_000],
  [1_000, 8_000],
] as const)("the wait after attempt %i is at random from 0 to %i ms", ([attempt, longest]) => {
  const error = new ConnectionError("");
  const delays = Array.from({ length: 1_000 }, () => retryDelay(attempt, error) ?? Number.NaN);
  // By chance one of these fails once in 10^18 runs.
  expect(Math.min(...delays)).toBeGreaterThanOrEqual(0);
  expect(Math.min(...delays)).toBeLessThan(longest * 0.05);
  expect(Math.max(...delays)).toBeLessThan(longest);
  expect(Math.max(...delays)).toBeGreaterThan(longest * 0.95);
});

test("an abort before the wait ends the call at once", async () => {
  await using server = await serve(answerError(503, { "retry-after": "60" }));
  const controller = new AbortController();
  const onRetry = () => controller.abort("enough");
  const call = clientOf(server, { maxRetries: 2, onRetry }).complete(plain, { signal: controller.signal });
  expect(await failureOf(call)).toBe("enough");
  expect(server.requests).toHaveLength(1);
});

test("an abort in the wait ends the call at once", async () => {
  await using server = await serve(answerError(503, { "retry-after": "60" }));
  const controller = new AbortController();
  const waiting = defer();
  const options = { maxRetries: 2, onRetry: () => waiting.resolve(), signal: controller.signal };
  const call = failureOf(clientOf(server).complete(plain, options));
  await waiting.promise;
  // Whoever did not wait would have been as fast as these.
  for (let round = 0; round < 3; round++) await failureOf(clientOf(server).complete(plain));
  expect(server.requests).toHaveLength(1 + 3);
  controller.abort("enough");
  expect(await call).toBe("enough");
  expect(server.requests).toHaveLength(1 + 3);
});

test("an aborted request is not sent again", async () => {
  const controller = new AbortController();
  await using server = await serve(() => controller.abort("enough"));
  const options = { maxRetries: 2, onRetry: () => expect.unreachable(), signal: controller.signal };
  expect(await failureOf(clientOf(server).complete(plain, options))).toBe("enough");
  expect(server.requests).toHaveLength(1);
});

test("a timeout is not tried again", async () => {
  await using server = await serve(() => {});
  const options = { maxRetries: 2, onRetry: () => expect.unreachable(), timeout: 1 };
  expect(await failureOf(clientOf(server).complete(plain, options))).toMatchObject({ name: "TimeoutError" });
});
