import { execFile } from "node:child_process";
import type { RequestListener, ServerResponse } from "node:http";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { CompletionsError, IdleTimeoutError, StreamError, TimeoutError } from "../src/index.ts";
import { clientOf, failureOf, readToFailure } from "./support/client.ts";
import { defer } from "./support/deferred.ts";
import {
  beginStream,
  chunkOf,
  chunks,
  completion,
  events,
  neverRespond,
  respondError,
  respondJson,
  respondStream,
  streamBody,
} from "./support/responses.ts";
import { serve } from "./support/serve.ts";

const plain = { prompt: "Once upon a time" };
const streamed = { prompt: "Once upon a time", stream: true } as const;

/** Waits until a timer of this many milliseconds has fired. By then, shorter timers that were set earlier have also fired. */
async function pass(timeout: number): Promise<void> {
  await using server = await serve(neverRespond);
  await expect(clientOf(server, { timeout }).complete(plain)).rejects.toThrow(TimeoutError);
}

test.for([
  ["plain", plain],
  ["streamed", streamed],
] as const)("without a response, a %s call and its request end after the timeout", async ([, request]) => {
  await using server = await serve(neverRespond);
  let signal: AbortSignal | undefined;
  const listeningFetch = (request: Request) => {
    signal = request.signal;
    return fetch(request);
  };
  const error = await failureOf(clientOf(server, { timeout: 20, fetch: listeningFetch }).complete(request));
  expect(error).toBeInstanceOf(TimeoutError);
  expect(error).toBeInstanceOf(CompletionsError);
  expect(error).toMatchObject({
    name: "TimeoutError",
    message: "Nothing received for 20 ms, the limit set by the option `timeout`.",
  });
  expect(signal).toMatchObject({ aborted: true, reason: error });
});

test("the timeout ends with the first byte of the response", async () => {
  const begun = defer<ServerResponse>();
  await using server = await serve((request, response) => {
    beginStream(": wait\n\n", () => begun.resolve(response))(request, response);
  });
  const call = clientOf(server, { timeout: 1_000 }).complete(streamed);
  const response = await begun.promise;
  await pass(1_000);
  response.end(streamBody);
  expect(await (await call).final()).toEqual(completion);
});

const half: RequestListener = (_request, response) => {
  response.writeHead(200, { "content-type": "application/json" }).write('{"choices":[');
};
const halfError: RequestListener = (_request, response) => {
  response.writeHead(503, { "content-type": "application/json" }).write('{"status":');
};

test.for<[string, RequestListener, { prompt: string; stream?: boolean }]>([
  ["a completion", half, plain],
  ["an error", halfError, plain],
  ["a stream's error", halfError, streamed],
  ["a stream before its first event", beginStream(": wait\n\n"), streamed],
])("%s whose body stalls causes an IdleTimeoutError", async ([, begin, request]) => {
  await using server = await serve(begin);
  const options = { idleTimeout: 200, maxRetries: 2, onRetry: () => expect.unreachable() };
  const error = await failureOf(clientOf(server, options).complete(request));
  expect(error).toBeInstanceOf(IdleTimeoutError);
  expect(error).toMatchObject({
    name: "IdleTimeoutError",
    message: "Nothing received for 200 ms, the limit set by the option `idleTimeout`.",
  });
  expect(error).toHaveProperty("partial", undefined);
  await server.closed(1);
});

test("a stream that stalls causes an IdleTimeoutError with the chunks so far as `partial`", async () => {
  await using server = await serve(beginStream(events[0] + events[1]));
  const stream = await clientOf(server, { idleTimeout: 200 }).complete(streamed);
  const { items, failure } = await readToFailure(stream);
  expect(items).toEqual(chunks.slice(0, 2));
  expect(failure).toBeInstanceOf(IdleTimeoutError);
  expect(failure).toBeInstanceOf(StreamError);
  expect(failure).toMatchObject({ partial: chunkOf("one two") });
  expect(await failureOf(stream.final())).toBe(failure);
  await server.closed(1);
});

test.for([": keep-alive\n\n", "event: ping\n\n", "data"])(
  "repeated %j does not count as an event",
  async (piece) => {
    await using server = await serve(
      beginStream(events[0], (_request, response) => {
        const timer = setInterval(() => response.write(piece), 2);
        response.on("close", () => clearInterval(timer));
      }),
    );
    const stream = await clientOf(server, { idleTimeout: 200 }).complete(streamed);
    await expect(stream.final()).rejects.toThrow(IdleTimeoutError);
  },
);

test("the idle timeout restarts with each event and excludes the reader's own time", async () => {
  const rest = streamBody.slice(events[0].length);
  await using server = await serve(beginStream(events[0], (_request, response) => response.end(rest)));
  const stream = await clientOf(server, { idleTimeout: 500 }).complete(streamed);
  const read: unknown[] = [];
  for await (const chunk of stream) {
    read.push(chunk);
    await pass(600);
  }
  expect(read).toEqual(chunks);
});

test.for([Number.POSITIVE_INFINITY, 2 ** 31, 1e12])(
  "a limit of %d ms exceeds a timer's maximum and never expires",
  async (limit) => {
    const asked = defer<ServerResponse>();
    await using server = await serve((_request, response) => asked.resolve(response));
    const call = clientOf(server, { timeout: limit, idleTimeout: limit }).complete(streamed);
    const response = await asked.promise;
    await pass(20);
    response.writeHead(200, { "content-type": "text/event-stream" }).flushHeaders();
    await pass(20);
    response.end(streamBody);
    expect(await (await call).final()).toEqual(completion);
  },
);

test("no timeout applies to a credential", async () => {
  const refuse = respondJson(401, { status: 401, error: "Unauthorized", message: "The token is not known." });
  await using server = await serve(refuse, respondJson(200, completion));
  let asked = 0;
  const credential = async () => {
    await pass(600);
    asked += 1;
    return `token-${asked}`;
  };
  const client = clientOf(server, { credential, timeout: 500, idleTimeout: 500 });
  expect(await client.complete(plain)).toEqual(completion);
});

test("no timer is left after a call, so that a program can end", async () => {
  await using server = await serve(
    respondJson(200, completion),
    respondStream(),
    beginStream(events[0]),
    respondError(503, { "retry-after": "60" }),
  );
  const program = `
    import { createCompletionsClient } from "@completions-api/client";
    const controller = new AbortController();
    const client = createCompletionsClient({
      baseUrl: process.argv[1],
      credential: "key",
      signal: controller.signal,
      onRetry: () => controller.abort("aborted"),
    });
    const { choices } = await client.complete({ prompt: "Once" });
    const stream = await client.complete({ prompt: "Once", stream: true });
    console.log(choices.length, (await stream.final()).choices.length);
    for await (const text of (await client.complete({ prompt: "Once", stream: true })).text()) break;
    await client.complete({ prompt: "Once" }).catch(console.log);
  `;
  const { stdout } = await promisify(execFile)(
    process.execPath,
    ["--conditions=@completions-api/source", "--input-type=module", "--eval", program, server.url],
    { cwd: import.meta.dirname },
  );
  expect(stdout).toBe("1 1\naborted\n");
});
