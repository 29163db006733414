import { once } from "node:events";
import { startMock } from "@completions-api/mock";
import { expect, test } from "vitest";
import { clientOf, collect, failureOf } from "./support/client.ts";
import { chunks, completion, respond, respondError, respondJson, streamBody } from "./support/responses.ts";
import { serve } from "./support/serve.ts";

const plain = { prompt: "Once upon a time" };
const streamed = { prompt: "Once upon a time", stream: true } as const;
const headers = {
  "x-request-id": "request-7",
  "x-ratelimit-limit-requests": "60",
  "x-ratelimit-remaining-requests": "59",
  "x-ratelimit-reset-requests": "1m0s",
};
const rateLimit = { requests: { limit: 60, remaining: 59, resetAfter: 60_000 } };

test("withResponse() adds the response to a completion, and sends one request", async () => {
  await using server = await serve(respondJson(200, completion, headers));
  const call = clientOf(server).complete(plain);
  const { data, response, ...rest } = await call.withResponse();
  expect(data).toEqual(completion);
  expect(await call).toBe(data);
  expect(response).toBeInstanceOf(Response);
  expect(response.status).toBe(200);
  expect(response.headers.get("x-request-id")).toBe("request-7");
  expect(rest).toEqual({ requestId: "request-7", rateLimit });
  expect(server.requests).toHaveLength(1);
});

test("withResponse() adds the response to a stream, which is the call's own", async () => {
  await using server = await serve(respond(200, "text/event-stream", streamBody, headers));
  const call = clientOf(server).complete(streamed);
  const { data, response, ...rest } = await call.withResponse();
  expect(await call).toBe(data);
  expect(await collect(data)).toEqual(chunks);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(rest).toEqual({ requestId: "request-7", rateLimit });
  expect(server.requests).toHaveLength(1);
});

test("requestId and rateLimit are undefined if the response does not have them", async () => {
  await using mock = await startMock({ port: 0 });
  const { requestId, rateLimit } = await clientOf(mock).complete(plain).withResponse();
  expect({ requestId, rateLimit }).toEqual({ requestId: undefined, rateLimit: undefined });
});

test("the response is that of the last attempt", async () => {
  await using server = await serve(
    respondError(503, { "x-request-id": "first" }),
    respondJson(200, completion, { "x-request-id": "second" }),
  );
  const { requestId } = await clientOf(server, { maxRetries: 1 }).complete(plain).withResponse();
  expect(requestId).toBe("second");
});

test("a call is a promise like any other", async () => {
  await using server = await serve(respondJson(200, completion));
  const client = clientOf(server);
  expect(client.complete(plain)).toBeInstanceOf(Promise);
  let settled = 0;
  const [first, second] = await Promise.all([
    client.complete(plain).finally(() => {
      settled += 1;
    }),
    client.complete(plain).then(({ choices }) => choices),
  ]);
  expect(first).toEqual(completion);
  expect(second).toEqual(completion.choices);
  expect(settled).toBe(1);
  const failure = new Error("No request was sent.");
  const failing = clientOf(server, { credential: () => Promise.reject(failure) });
  expect(await failing.complete(plain).catch((error: unknown) => error)).toBe(failure);
});

test("withResponse() rejects with the call's own error", async () => {
  await using server = await serve(respondError(404));
  const call = clientOf(server).complete(plain);
  const error = await failureOf(call.withResponse());
  expect(error).toMatchObject({ name: "ApiError", status: 404 });
  expect(await failureOf(call)).toBe(error);
  expect(await failureOf(call.withResponse())).toBe(error);
});

/** Runs an action and returns the rejections that nobody handled during it. */
async function unhandledIn(action: () => Promise<unknown>): Promise<unknown[]> {
  const unhandled: unknown[] = [];
  const note = (reason: unknown) => unhandled.push(reason);
  // Vitest fails a run with an unhandled rejection, so its own listeners are set aside.
  const listeners = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", note);
  try {
    await action();
    // Node reports rejections after the microtasks of a turn.
    await new Promise(setImmediate);
  } finally {
    process.removeListener("unhandledRejection", note);
    for (const listener of listeners) process.on("unhandledRejection", listener);
  }
  return unhandled;
}

test("nothing is unhandled if only the call or only withResponse() is awaited", async () => {
  await using server = await serve(respondError(404));
  const client = clientOf(server);
  expect(await unhandledIn(() => failureOf(client.complete(plain)))).toEqual([]);
  expect(await unhandledIn(() => failureOf(client.complete(plain).withResponse()))).toEqual([]);
  const both = () => {
    const call = client.complete(plain);
    call.withResponse();
    return failureOf(call);
  };
  expect(await unhandledIn(both)).toEqual([]);
});

test("a failed call that nobody awaits is reported as unhandled", async () => {
  await using server = await serve(respondError(404));
  const unhandled = await unhandledIn(async () => {
    const reported = once(process, "unhandledRejection");
    clientOf(server).complete(plain);
    await reported;
  });
  expect(unhandled).toMatchObject([{ name: "ApiError", status: 404 }]);
});
