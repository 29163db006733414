import { once } from "node:events";
import { openConnection } from "@completions-api/testing";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { createMockFetch } from "../src/fetch.ts";
import { type LoggedRequest, type Mock, startMock } from "../src/index.ts";
import { ask, target } from "./support/ask.ts";
import { formatCompletionRequest } from "./support/format-request.ts";
import { countingEngine, createTestEngine, last, text } from "./support/test-engines.ts";

let mock: Mock;
let onEnd = (_request: LoggedRequest) => {};
beforeAll(async () => {
  mock = await startMock({ port: 0, engine: countingEngine, observe: (request) => onEnd(request) });
});
beforeEach(() => mock.reset());
afterAll(() => mock.close());

/** Asks and reads the whole response. */
async function askWhole(question: Parameters<typeof ask>[1], of: { readonly url: string } = mock) {
  return (await ask(of, question)).text();
}

/** Returns the body of a response as the journal has it. */
const bodyOf = (request: LoggedRequest | undefined) =>
  request?.response?.writes.map((write) => write.text).join("");

describe("the journal", () => {
  test("has what was sent and when, event by event", async () => {
    mock.reply({ prompt: "Hello" }, { text: "one two three", latency: { ttft: 30, itl: 20 } });
    const sent = await askWhole({ body: { prompt: "Hello", stream: true } });
    const { response, ...request } = mock.lastRequest ?? {};
    expect(request).toMatchObject({
      number: expect.any(Number),
      face: "completions",
      prompt: "Hello",
      stream: true,
    });
    expect(response).toMatchObject({ status: 200, decidedBy: "reply", reply: { id: expect.any(Number) } });
    expect(bodyOf(mock.lastRequest)).toBe(sent);
    const times = response?.writes.map(({ at }) => at) ?? [];
    expect(times).toHaveLength(4);
    expect(times[0]).toBeGreaterThan(28);
    expect((times[2] ?? 0) - (times[0] ?? 0)).toBeGreaterThan(36);
    expect(times).toEqual(times.toSorted((one, other) => one - other));
    expect(response?.endedAt).toBeGreaterThanOrEqual(times.at(-1) ?? Number.NaN);
    expect(response).not.toHaveProperty("cutAt");
  });

  test("has what decided a response, and what cut its text", async () => {
    mock.reply({ matches: ({ request }) => request.prompts[0]?.prompt === "long" }, "one two three four");
    await askWhole({ body: { prompt: "Hello" } });
    await askWhole({ headers: { prefer: "code=429" }, body: { prompt: "Hello" } });
    await askWhole({ body: { prompt: 1 } });
    await askWhole({
      target: "/v1/completions",
      body: { prompt: ["long", "other"], model: "m", max_tokens: 3 },
    });
    await askWhole({ body: { prompt: "long", stop: " two" } });
    await askWhole({ body: { prompt: "long" } });
    expect(mock.requests.map(({ response }) => response)).toMatchObject([
      { status: 200, decidedBy: "engine" },
      { status: 429, decidedBy: "prefer" },
      { status: 422, errorCode: "invalid_parameter" },
      { decidedBy: "reply", cutAt: "max_tokens" },
      { decidedBy: "reply", cutAt: "stop" },
      { decidedBy: "reply" },
    ]);
    const [, , invalid, openAI, , whole] = mock.requests;
    expect(openAI).toMatchObject({
      face: "openai",
      deployment: "m",
      prompt: ["long", "other"],
      stream: false,
    });
    expect(whole?.response).not.toHaveProperty("cutAt");
    expect(invalid?.response).not.toHaveProperty("decidedBy");
    expect(invalid).not.toHaveProperty("prompt");
  });

  test("has when the client left before the response, even if its function never returns", async () => {
    const left = new Promise<LoggedRequest>((resolve) => {
      onEnd = resolve;
    });
    const asked = new AbortController();
    mock.once(() => {
      asked.abort();
      return left.then(() => "too late");
    });
    await expect(askWhole({ body: { prompt: "Hello" }, signal: asked.signal })).rejects.toThrow("aborted");
    expect((await left).clientLeftAt).toBeGreaterThan(0);
    // After the function has returned.
    await askWhole({ body: { prompt: "Hello" } });
    expect(mock.requests[0]).not.toHaveProperty("response");
  });

  test("has when the client left, and the streams that are open", async () => {
    const socket = await openConnection(mock);
    const stalled = formatCompletionRequest({ prompt: "Hello", stream: true });
    socket.write(stalled.replace("\r\n", "\r\nPrefer: fault=stall\r\n"));
    await once(socket, "data");
    expect(mock.lastRequest?.response).toMatchObject({ fault: "stall", writes: [{}] });
    expect(mock.lastRequest?.response).not.toHaveProperty("endedAt");
    const left = new Promise<LoggedRequest>((resolve) => {
      onEnd = resolve;
    });
    socket.destroy();
    expect((await left).clientLeftAt).toBeGreaterThan(0);
    expect(mock.lastRequest?.clientLeftAt).toBeGreaterThan(mock.lastRequest?.response?.writes[0]?.at ?? 0);
    expect(mock.lastRequest?.response).not.toHaveProperty("endedAt");
  });

  test("numbers the requests of each session", async () => {
    const [one, other] = [mock.session(), mock.session()];
    for (const session of [one, other, one]) await askWhole({ body: { prompt: "Hello" } }, session);
    const prefix = new URL(one.url).pathname;
    expect(one.requests.map(({ number, session }) => [number, session])).toEqual(
      [1, 2].map((number) => [number, prefix.split("/").at(-1)]),
    );
    expect(other.requests).toMatchObject([{ number: 1, url: `${new URL(other.url).pathname}${target}` }]);
    expect(mock.requests).toEqual([]);
  });

  test("masks secrets of responses", async () => {
    const plain = { "x-ratelimit-remaining-tokens": "7", "www-authenticate": "Bearer" };
    const headers = { "set-cookie": "id=s3cret", "x-api-key": "s3cret", ...plain };
    mock.reply({ invalid: true, headers, body: {} });
    await askWhole({ body: { prompt: "Hello" } });
    expect(mock.lastRequest?.response?.headers).toMatchObject({
      "set-cookie": "***",
      "x-api-key": "***",
      ...plain,
    });
    expect(JSON.stringify(mock.har())).not.toContain("s3cret");
  });
});

describe("the journal stays bounded", () => {
  const megabyte = 2 ** 20;

  /** Starts a stream of 6 MiB. */
  async function startLongStream(observe = (_request: LoggedRequest) => {}) {
    const engine = createTestEngine(async function* () {
      for (let count = 0; count < 12; count += 1) yield text("a".repeat(megabyte / 2));
      yield last("end");
    });
    const long = await createMockFetch({ engine, observe });
    const response = await long.fetch(`${long.url}${target}`, {
      method: "POST",
      headers: { authorization: "Bearer any", "content-type": "application/json" },
      body: JSON.stringify({ prompt: "Hello", stream: true }),
    });
    return { long, response };
  }

  test("by the end of a long response", async () => {
    const { long, response } = await startLongStream();
    const whole = await response.text();
    const [request] = long.requests;
    expect(request?.response).toMatchObject({ isTruncated: true, endedAt: expect.any(Number) });
    const kept = bodyOf(request) ?? "";
    expect(whole.startsWith(kept)).toBe(true);
    expect(kept.length / megabyte).toBeCloseTo(4.5, 0);
  });

  test("without counting what comes of a stream that it has forgotten", async () => {
    const { long, response } = await startLongStream();
    long.reset();
    await response.text();
    const body = new Uint8Array(megabyte);
    for (let count = 0; count < 16; count += 1)
      await (await long.fetch(`${long.url}/${count}`, { method: "POST", body })).text();
    expect(long.requests).toHaveLength(15);
  });

  test("by forgetting what a stream sends together with its request", async () => {
    const ended = Promise.withResolvers<LoggedRequest>();
    const { long, response } = await startLongStream(ended.resolve);
    long.reset();
    await response.text();
    expect((await ended.promise).response).toMatchObject({ writes: [], writeCount: 14, isTruncated: true });
  });

  test("over all sessions: those with most lose their oldest requests", async () => {
    const many = await createMockFetch({ engine: countingEngine });
    const sessions = Array.from({ length: 6 }, () => many.session());
    const body = new Uint8Array(megabyte);
    const [small, ...large] = sessions;
    await small?.fetch(`${small.url}/first`);
    for (const { fetch, url } of large)
      for (let count = 0; count < 15; count += 1)
        await (await fetch(`${url}/${count}`, { method: "POST", body })).text();
    const counts = large.map(({ requests }) => requests.length);
    expect(small?.requests).toHaveLength(1);
    expect(counts.reduce((sum, count) => sum + count)).toBe(63);
    expect(Math.min(...counts)).toBeGreaterThan(11);
    expect(large[0]?.requests.at(-1)?.url).toMatch(/14$/);
    many.reset();
    for (const session of large) session.reset();
    expect(large.map(({ requests }) => requests.length)).toEqual([0, 0, 0, 0, 0]);
  });
});

describe("waitForRequest", () => {
  test("returns a request that has come already, each one once, and one that is still to come", async () => {
    await askWhole({ body: { prompt: "one" } });
    await askWhole({ target: "/v1/nowhere", body: {} });
    await askWhole({ body: { prompt: "one" } });
    const first = await mock.waitForRequest({ prompt: "one" });
    const third = await mock.waitForRequest({ prompt: /^one$/ });
    expect([third.number - first.number, third.prompt]).toEqual([2, "one"]);
    const any = await mock.waitForRequest();
    expect(any.url).toBe("/v1/nowhere");
    const waits = [
      mock.waitForRequest({ prompt: "two" }),
      mock.waitForRequest(({ method }) => method === "GET"),
      mock.waitForRequest({ prompt: "two" }),
    ];
    await askWhole({ target: "/v1/models", method: "GET" });
    await Promise.all([1, 2].map(() => askWhole({ body: { prompt: "two" } })));
    const found = await Promise.all(waits);
    expect(found.map(({ url }) => url)).toEqual([target, "/v1/models", target]);
    expect(found[0]?.number).not.toBe(found[2]?.number);
  });

  test("does not wait for the response", async () => {
    const leave = new AbortController();
    const { signal } = leave;
    const headers = { prefer: "ttft=60000" };
    const asked = ask(mock, { headers, body: { prompt: "Hello" }, signal }).catch(() => {});
    expect(await mock.waitForRequest({ prompt: "Hello" })).not.toHaveProperty("response");
    leave.abort();
    await asked;
  });

  test("fails with what its function throws, and the request does not", async () => {
    const waiting = mock.waitForRequest(() => {
      throw new Error("thrown by the test");
    });
    const [response] = await Promise.all([
      ask(mock, { body: { prompt: "Hello" } }),
      expect(waiting).rejects.toThrow("thrown by the test"),
    ]);
    expect(response.status).toBe(200);
    await response.text();
  });

  test("lists what came instead once it is too late", async () => {
    await expect(mock.waitForRequest({}, { timeout: 1 })).rejects.toThrow(
      "No request that fits came within 1 ms. No request came at all.",
    );
    await askWhole({ body: { prompt: "one" } });
    await askWhole({ body: { prompt: 1 } });
    await askWhole({ body: { prompt: "two" } });
    await mock.waitForRequest({ prompt: "two" });
    await expect(mock.waitForRequest({ prompt: "two" }, { timeout: 1 })).rejects.toThrow(
      /within 1 ms\. These came:\n- .*: prompt is "one", not "two"\n- .*: not a valid request.*\n- .*: an earlier call returned it$/,
    );
    for (let count = 0; count < 10; count += 1) await askWhole({ body: { prompt: "one" } });
    await expect(mock.waitForRequest({ prompt: "two" }, { timeout: 1 })).rejects.toThrow(
      /:\n- 3 earlier ones\n/,
    );
  });
});
