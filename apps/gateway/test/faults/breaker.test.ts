import { otherError, tooManyRequests, unprocessableContent } from "@completions-api/protocol";
import { expect, test, vi } from "vitest";
import { UpstreamError } from "../../src/engines/openai/errors/upstream-error.ts";
import { Upstream } from "../../src/upstreams/upstream.ts";
import { ControlledEngine, delta, finalDelta, request } from "../support/controlled-engine.ts";

const badGateway = otherError("bad_gateway", "The connection was reset.");
const signal = new AbortController().signal;

function start({ failures = 2, retryAfter = 60_000 } = {}) {
  const engine = new ControlledEngine();
  const upstream = new Upstream({
    name: "upstream",
    generate: engine.generate,
    breaker: { failures, retryAfter },
  });
  const fail = async (error: unknown) => {
    const generation = upstream.generate(request, signal);
    engine.latest.fail(error);
    await expect(generation).rejects.toBe(error);
  };
  const complete = async () => {
    const generation = upstream.generate(request, signal);
    engine.latest.begin();
    engine.latest.send(delta, finalDelta);
    engine.latest.end();
    for await (const deltas of (await generation).deltas) expect(deltas).toHaveLength(2);
  };
  const dieMidStream = async () => {
    const generation = upstream.generate(request, signal);
    engine.latest.begin();
    engine.latest.send(delta);
    engine.latest.fail(badGateway);
    const { deltas } = await generation;
    const read = async () => {
      for await (const some of deltas) expect(some).toEqual([delta]);
    };
    await expect(read()).rejects.toBe(badGateway);
  };
  const opens = () => vi.waitFor(() => expect(upstream.breakerState).toBe("open"));
  const isDue = () => vi.waitFor(() => expect(upstream.isAvailable).toBe(true), { interval: 5 });
  return { engine, upstream, fail, complete, dieMidStream, opens, isDue };
}

test("it opens once enough have failed one after the other", async () => {
  const { upstream, fail, complete, opens } = start();
  await fail(badGateway);
  await complete();
  await fail(badGateway);
  expect(upstream.isAvailable).toBe(true);
  await fail(otherError("gateway_timeout", "Too late."));
  await opens();
  expect(upstream.isAvailable).toBe(false);
});

test("one who stops asking after the last delta has a completion like any other", async () => {
  const { upstream, engine, fail } = start();
  await fail(badGateway);
  const generation = upstream.generate(request, signal);
  engine.latest.begin();
  engine.latest.send(delta, finalDelta);
  for await (const deltas of (await generation).deltas) {
    expect(deltas).toHaveLength(2);
    break;
  }
  await fail(badGateway);
  expect(upstream).toMatchObject({ breakerState: "closed", inFlight: 0 });
});

test("one that dies in mid-stream has failed, however often it has begun", async () => {
  const { dieMidStream, opens } = start();
  await dieMidStream();
  await dieMidStream();
  await opens();
});

test.each([
  ["a fault of the request", unprocessableContent({ loc: ["body"], value: 1, message: "is wrong" })],
  ["a rate limit", tooManyRequests(3)],
  [
    "a refusal that nobody understands",
    otherError("bad_gateway", "It failed.", { cause: new UpstreamError({ status: 400, code: "" }) }),
  ],
])("%s is no failure of the upstream", async (_, error) => {
  const { upstream, fail, complete } = start({ failures: 1 });
  await fail(error);
  await complete();
  expect(upstream.breakerState).toBe("closed");
});

test.each(["before", "after"])("a caller who leaves %s the first deltas says nothing of it", async (when) => {
  const { upstream, engine, fail, opens } = start();
  const caller = new AbortController();
  await fail(badGateway);
  const generation = upstream.generate(request, caller.signal);
  if (when === "after") {
    engine.latest.begin();
    const deltas = (await generation).deltas[Symbol.asyncIterator]();
    caller.abort(badGateway);
    await expect(deltas.next()).rejects.toBe(badGateway);
  } else {
    caller.abort(badGateway);
    await expect(generation).rejects.toBe(badGateway);
  }
  expect(upstream).toMatchObject({ breakerState: "closed", inFlight: 0 });
  await fail(badGateway);
  await opens();
});

test("one request is let through after a while, and its first deltas close it", async () => {
  const { upstream, engine, fail, opens, isDue } = start({ failures: 1, retryAfter: 20 });
  await fail(badGateway);
  await opens();
  await isDue();
  const trial = upstream.generate(request, signal);
  expect(upstream).toMatchObject({ breakerState: "half-open", isAvailable: false, retryAfterSeconds: 1 });
  engine.latest.begin();
  await trial;
  await vi.waitFor(() => expect(upstream).toMatchObject({ breakerState: "closed", inFlight: 1 }));
});

test("it opens again where that request fails", async () => {
  const { fail, opens, isDue } = start({ failures: 1, retryAfter: 20 });
  await fail(badGateway);
  await opens();
  await isDue();
  await fail(badGateway);
  await opens();
});

test("a trial that dies in mid-stream after all is a failure", async () => {
  const { fail, dieMidStream, opens, isDue } = start({ failures: 1, retryAfter: 20 });
  await fail(badGateway);
  await opens();
  await isDue();
  await dieMidStream();
  await opens();
});

test("a trial whose caller leaves says nothing, so that another comes later", async () => {
  const { upstream, engine, fail, opens, isDue } = start({ failures: 1, retryAfter: 20 });
  await fail(badGateway);
  await opens();
  await isDue();
  const caller = new AbortController();
  const trial = upstream.generate(request, caller.signal);
  caller.abort("gone");
  await expect(trial).rejects.toBe("gone");
  await opens();
  await isDue();
  expect(engine.runs).toHaveLength(2);
});

test("a trial that is refused for the request's own fault closes it", async () => {
  const { upstream, fail, opens, isDue } = start({ failures: 1, retryAfter: 20 });
  await fail(badGateway);
  await opens();
  await isDue();
  await fail(tooManyRequests(3));
  await vi.waitFor(() => expect(upstream.breakerState).toBe("closed"));
});
