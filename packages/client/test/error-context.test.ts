import type { RequestListener } from "node:http";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import { ApiError, type CallOptions, CompletionsError, ConnectionError } from "../src/index.ts";
import { clientOf, failureOf } from "./support/client.ts";
import {
  beginStream,
  completion,
  errorOf,
  events,
  hangUp,
  neverRespond,
  respond,
  respondError,
  respondJson,
} from "./support/responses.ts";
import { closedUrl, serve } from "./support/serve.ts";

const plain = { prompt: "Once upon a time" };
const streamed = { prompt: "Once upon a time", stream: true } as const;
const headers = { "x-request-id": "request-7" };

/** Adds the request id to whatever a listener responds with. */
function identified(listener: RequestListener): RequestListener {
  return (request, response) => {
    response.setHeader("x-request-id", "request-7");
    listener(request, response);
  };
}

const halfBody: RequestListener = (request, response) => {
  response.writeHead(200, { "content-type": "application/json", "content-length": 100 });
  response.write('{"', () => request.socket.destroy());
};

const halfBodyThatHangs: RequestListener = (_request, response) => {
  response.writeHead(200, { "content-type": "application/json" }).write('{"');
};

test.for<[name: string, what: string, listener: RequestListener, idleTimeout?: number]>([
  ["ApiError", "an error", respondError(404)],
  ["UnexpectedResponseError", "a page", respond(502, "text/html", "<html>")],
  ["UnexpectedResponseError", "broken JSON", respond(200, "application/json", "{")],
  ["ConnectionError", "a body that breaks off", halfBody],
  ["IdleTimeoutError", "a body that hangs", halfBodyThatHangs, 50],
])("an %s after %s has the response's request id", async ([name, , listener, idleTimeout]) => {
  await using server = await serve(identified(listener));
  const error = await failureOf(clientOf(server, { idleTimeout }).complete(plain));
  expect(error).toMatchObject({ name, requestId: "request-7" });
});

test.for<[name: string, listener: RequestListener, idleTimeout?: number]>([
  ["InStreamError", beginStream(`${events[0]}data: ${JSON.stringify({ error: errorOf(500) })}\n\n`)],
  ["MalformedEventError", beginStream(`${events[0]}data: {\n\n`)],
  ["TruncatedStreamError", beginStream(events[0], hangUp)],
  ["IdleTimeoutError", beginStream(events[0]), 200],
])("an %s in a stream has the response's request id", async ([name, listener, idleTimeout]) => {
  await using server = await serve(identified(listener));
  const stream = await clientOf(server, { idleTimeout }).complete(streamed);
  expect(await failureOf(stream.final())).toMatchObject({ name, requestId: "request-7" });
});

test("a stream that breaks before its first event has the response's request id", async () => {
  await using server = await serve(identified(beginStream(": wait\n\n", hangUp)));
  const error = await failureOf(clientOf(server).complete(streamed));
  expect(error).toMatchObject({ name: "TruncatedStreamError", requestId: "request-7" });
});

test.for<[string, RequestListener, string, timeout?: number]>([
  ["without a response", hangUp, "ConnectionError"],
  ["if no response came in time", neverRespond, "TimeoutError", 50],
  ["if the response has none", respondError(404), "ApiError"],
])("the request id is undefined %s", async ([, listener, name, timeout]) => {
  await using server = await serve(listener);
  const error = await failureOf(clientOf(server, { timeout }).complete(plain));
  expect(error).toMatchObject({ name, requestId: undefined });
});

test("each attempt's error has its own request id", async () => {
  await using server = await serve(respondError(503, headers), hangUp);
  const ids: unknown[] = [];
  const client = clientOf(server, { maxRetries: 1, onRetry: ({ error }) => ids.push(error.requestId) });
  expect(await failureOf(client.complete(plain))).toMatchObject({ requestId: undefined });
  expect(ids).toEqual(["request-7"]);
});

// A function's name is not one of this client, and none of its callers'.
const callThen = (act: () => PromiseLike<unknown>) => {
  return function callerOfTheClient() {
    return act().then((value) => value);
  };
};

test.for<[name: string, listener: RequestListener, options?: CallOptions]>([
  ["ApiError", respondError(404)],
  ["ApiError", respondError(503), { maxRetries: 1 }],
  ["ConnectionError", hangUp],
  ["TimeoutError", neverRespond, { timeout: 50 }],
  ["IdleTimeoutError", halfBodyThatHangs, { idleTimeout: 50 }],
])(
  "the stack of an %s has its name and message, and the caller's line",
  async ([name, listener, options]) => {
    await using server = await serve(listener);
    const client = clientOf(server, options);
    const error = await failureOf(Promise.resolve(callThen(() => client.complete(plain))()));
    if (!(error instanceof CompletionsError)) throw error;
    const [first, ...frames] = `${error.stack}`.split("\n");
    expect(first).toBe(`${name}: ${error.message}`);
    expect(frames.join("\n")).toMatch(/at callerOfTheClient .*error-context\.test\.ts:\d+:\d+/);
  },
);

test.for<[name: string, listener: RequestListener, idleTimeout?: number]>([
  ["TruncatedStreamError", beginStream(events[0], hangUp)],
  ["IdleTimeoutError", beginStream(events[0]), 200],
])(
  "the stack of an %s in a stream has the line that made the call",
  async ([name, listener, idleTimeout]) => {
    await using server = await serve(listener);
    const client = clientOf(server, { idleTimeout });
    const call = callThen(() => client.complete(streamed).then((stream) => stream.final()));
    const error = await failureOf(Promise.resolve(call()));
    if (!(error instanceof CompletionsError)) throw error;
    expect(error.stack).toMatch(new RegExp(`^${name}: [^]*at callerOfTheClient .*error-context\\.test\\.ts`));
  },
);

test("a message with the patterns of `String.replace` is shown as it is", async () => {
  await using server = await serve(respondJson(404, { ...errorOf(404), message: "$& and $1" }));
  const error = await failureOf(clientOf(server).complete(plain));
  expect(error).toHaveProperty("stack", expect.stringContaining("$& and $1\n"));
});

test("a console shows the documented names", async () => {
  await using server = await serve(respondError(404, headers));
  const error = await failureOf(clientOf(server).complete(plain));
  expect(inspect(error)).toMatch(/^ApiError: 404 Some error: Something is wrong\.\n {4}at /);
  expect(inspect(error)).toContain("requestId: 'request-7'");
  expect(ApiError.name).toBe("ApiError");
  const lost = await failureOf(clientOf({ url: await closedUrl() }).complete(plain));
  expect(inspect(lost)).toMatch(/^ConnectionError: The connection failed: [^\n]+\n {4}at /);
});

test("errors of the caller and of other calls stay unchanged", async () => {
  await using server = await serve(respondJson(200, completion));
  const foreign = new ConnectionError("Not of this call.");
  const { stack } = foreign;
  const credential = () => Promise.reject(foreign);
  expect(await failureOf(clientOf(server, { credential }).complete(plain))).toBe(foreign);
  expect(foreign.stack).toBe(stack);
  expect(foreign).not.toHaveProperty("requestId");

  const other = await failureOf(clientOf({ url: await closedUrl() }).complete(plain));
  if (!(other instanceof CompletionsError)) throw other;
  const stackOfOther = other.stack;
  // Node's own `fetch` replaces the stack of an abort's reason.
  const deafFetch = () => new Promise<Response>(() => {});
  const controller = new AbortController();
  const { signal } = controller;
  const call = failureOf(clientOf(server, { fetch: deafFetch }).complete(plain, { signal }));
  controller.abort(other);
  expect(await call).toBe(other);
  expect(other.stack).toBe(stackOfOther);
});
