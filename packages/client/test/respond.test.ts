import { setImmediate } from "node:timers/promises";
import { doneEvent, encodeEvent } from "@completions-api/protocol";
import { validateCompletionEvent } from "@completions-api/validators";
import { describe, expect, test } from "vitest";
import { type CompletionStream, createCompletionsClient, InStreamError } from "../src/index.ts";
import { toReadableStream, toResponse } from "../src/respond.ts";
import { clientOf, collect, failureOf, readToFailure } from "./support/client.ts";
import {
  beginStream,
  chunkOf,
  completion,
  errorOf,
  events,
  respondStream,
  streamBody,
} from "./support/responses.ts";
import { serve } from "./support/serve.ts";

const request = { prompt: "Once upon a time", stream: true } as const;
const errorEvent = `data: ${JSON.stringify({ error: errorOf(500) })}\n\n`;

/** A stream whose server sends `body` and closes. Its connection may still be open. */
async function streamOf(body: string, prompt: string | string[] = request.prompt): Promise<CompletionStream> {
  const fetch = async () => new Response(body, { headers: { "content-type": "text/event-stream" } });
  return await clientOf({ url: "http://parrot.example" }, { fetch }).complete({ prompt, stream: true });
}

describe("a response of events", () => {
  test("has the bytes of the contract, and headers that let them through", async () => {
    const response = toResponse(await streamOf(`: wait\n\n${streamBody}`));
    expect(response.status).toBe(200);
    expect(Object.fromEntries(response.headers)).toEqual({
      "content-type": "text/event-stream; charset=utf-8",
      "cache-control": "no-cache, no-transform",
      "x-accel-buffering": "no",
    });
    expect(await response.text()).toBe(streamBody);
  });

  test("can be read by another client", async () => {
    const client = createCompletionsClient({
      baseUrl: "http://route.example",
      credential: "key",
      fetch: async () => toResponse(await streamOf(streamBody), { as: "events" }),
    });
    expect(await (await client.complete(request)).final()).toEqual(completion);
  });

  test("has the choices of several prompts", async () => {
    const body = encodeEvent(chunkOf("eins", "stop", 1)) + encodeEvent(chunkOf("one", "stop")) + doneEvent;
    expect(await toResponse(await streamOf(body, ["1", "2"])).text()).toBe(body);
  });

  const failures = [
    ["an error event", events[0] + errorEvent, 500, "internal_error", "Something is wrong."],
    [
      "an error event of another API",
      `${events[0]}data: {"error":{"message":"secret"}}\n\n`,
      502,
      "bad_gateway",
    ],
    ["no [DONE]", events[0], 502, "bad_gateway", "The model's server failed. Try again."],
    ["a malformed event", `${events[0]}data: {secret\n\n`, 502, "bad_gateway"],
  ] as const;

  test.for(failures)("ends with an error event after %s", async ([, body, status, code, message]) => {
    const text = await toResponse(await streamOf(body)).text();
    expect(text.startsWith(events[0])).toBe(true);
    expect(text).not.toMatch(/\[DONE\]|secret/);
    const event = JSON.parse(text.slice(events[0].length + "data: ".length));
    expect(validateCompletionEvent(event)).toMatchObject({ valid: true });
    expect(event.error).toMatchObject({ status, code, ...(message !== undefined && { message }) });
  });

  test("ends with a 504 if the server falls silent, and a 500 if the handler aborts the call", async () => {
    await using server = await serve(beginStream(events[0]));
    const silent = await clientOf(server, { idleTimeout: 50 }).complete(request);
    const silence = await toResponse(silent).text();
    expect(silence).toContain('"status":504,"code":"gateway_timeout"');
    expect(silence).toContain('"message":"The model\'s server stopped responding. Try again."');

    const controller = new AbortController();
    const aborted = await clientOf(server, { signal: controller.signal }).complete(request);
    const reader = toReadableStream(aborted).getReader();
    expect(new TextDecoder().decode((await reader.read()).value)).toBe(events[0]);
    controller.abort(new Error("secret"));
    const last = new TextDecoder().decode((await reader.read()).value);
    expect(last).toContain('"status":500,"code":"internal_error"');
    expect(last).not.toContain("secret");
    expect(await reader.read()).toEqual({ done: true, value: undefined });
  });
});

describe("a response of text", () => {
  test("has the text alone", async () => {
    const response = toResponse(await streamOf(streamBody), { as: "text" });
    expect(response.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(response.headers.get("cache-control")).toBe("no-cache, no-transform");
    expect(await response.text()).toBe("one two three");
  });

  test("fails where the stream fails", async () => {
    const body = toReadableStream(await streamOf(events[0] + events[1] + errorEvent), { as: "text" });
    const { items, failure } = await readToFailure(body.pipeThrough(new TextDecoderStream()));
    expect(items).toEqual(["one", " two"]);
    expect(failure).toBeInstanceOf(InStreamError);
  });

  test("is refused for several prompts, and closes the connection", async () => {
    await using server = await serve(beginStream(events[0]));
    const stream = await clientOf(server).complete({ prompt: ["1", "2", "3"], stream: true });
    expect(() => toResponse(stream, { as: "text" })).toThrow(TypeError);
    expect(() => toResponse(stream, { as: "text" })).toThrow("completions of 3 prompts");
    await server.closed(1);
  });

  test("fails at a second choice of one prompt", async () => {
    const body = events[0] + encodeEvent(chunkOf("eins", undefined, 1));
    const text = toResponse(await streamOf(body), { as: "text" }).text();
    expect(await failureOf(text)).toMatchObject({ message: expect.stringContaining("several choices") });
  });

  test("accepts one prompt in a list, and tokens", async () => {
    expect(await toResponse(await streamOf(streamBody, ["1"]), { as: "text" }).text()).toBe("one two three");
    const fetch = async () => new Response(streamBody, { headers: { "content-type": "text/event-stream" } });
    const client = clientOf({ url: "http://parrot.example" }, { fetch });
    for (const prompt of [[1, 2, 3], [[1, 2, 3]]]) {
      const stream = await client.complete({ prompt, stream: true });
      expect(stream.prompts).toBe(1);
    }
  });
});

test("a stream that has been read cannot become a response", async () => {
  const stream = await streamOf(streamBody);
  await collect(stream);
  for (const as of ["events", "text"] as const) expect(() => toResponse(stream, { as })).toThrow("only once");
});

test.for(["events", "text"] as const)("cancelling a body of %s closes the connection", async (as) => {
  await using server = await serve(beginStream(events[0]));
  const stream = await clientOf(server).complete(request);
  const reader = toReadableStream(stream, { as }).getReader();
  await reader.read();
  const pending = reader.read();
  await reader.cancel(new Error("The visitor left."));
  expect(await pending).toEqual({ done: true, value: undefined });
  await server.closed(1);
  expect(await failureOf(stream.final())).toMatchObject({ message: "The visitor left." });
});

test("a body is read only as fast as its consumer", async () => {
  let pulls = 0;
  const endless = new ReadableStream<Uint8Array>(
    {
      pull(controller) {
        pulls += 1;
        controller.enqueue(new TextEncoder().encode(events[0]));
      },
    },
    { highWaterMark: 0 },
  );
  const headers = { "content-type": "text/event-stream" };
  const fetch = async () => new Response(endless, { headers });
  const stream = await clientOf({ url: "http://parrot.example" }, { fetch }).complete(request);
  const reader = toReadableStream(stream).getReader();
  for (let reads = 0; reads < 5; reads++) {
    // A reader that runs ahead does so within one turn, because the body never makes it wait.
    await setImmediate();
    expect(pulls).toBe(Math.max(1, reads));
    await reader.read();
  }
  await reader.cancel();
});

test("`await using` closes the connection", async () => {
  await using server = await serve(beginStream(events[0]));
  let stream: CompletionStream;
  {
    await using disposed = await clientOf(server).complete(request);
    stream = disposed;
  }
  await server.closed(1);
  expect(await failureOf(stream.final())).toMatchObject({ name: "AbortError" });
});

test("`await using` keeps a whole completion", async () => {
  await using server = await serve(respondStream());
  await using stream = await clientOf(server).complete(request);
  await stream.final();
  await stream[Symbol.asyncDispose]();
  expect(await stream.final()).toEqual(completion);
});
