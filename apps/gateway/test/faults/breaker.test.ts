import { otherError, tooManyRequests, unprocessableContent } from "@completions-api/protocol";
import { expect, test, vi } from "vitest";
import { UpstreamError } from "../../src/backends/upstream-error.ts";
import { Upstream } from "../../src/resilience/upstream.ts";
import { delta, finalDelta, Puppet, request } from "../support/puppet.ts";

const badGateway = otherError("bad_gateway", "The connection was reset.");
const signal = new AbortController().signal;

function start({ failures = 2, retryAfter = 60_000 } = {}) {
  const puppet = new Puppet();
  const upstream = new Upstream({
    name: "upstream",
    generate: puppet.generate,
    breaker: { failures, retryAfter },
  });
  const fail = async (error: unknown) => {
    const generation = upstream.generate(request, signal);
    puppet.latest.fail(error);
    await expect(generation).rejects.toBe(error);
  };
  const complete = async () => {
    const generation = upstream.generate(request, signal);
    puppet.latest.begin();
    puppet.latest.send(delta, finalDelta);
    puppet.latest.end();
    for await (const deltas of (await generation).deltas) expect(deltas).toHaveLength(2);
  };
  const dieMidStream = async () => {
    const generation = upstream.generate(request, signal);
    puppet.latest.begin();
    puppet.latest.send(delta);
    puppet.latest.fail(badGateway);
    const { deltas } = await generation;
    const read = async () => {
      for await (const some of deltas) expect(some).toEqual([delta]);
    };
    await expect(read()).rejects.toBe(badGateway);
  };
  const opens = () => vi.waitFor(() => expect(upstream.breakerState).toBe("open"));
  const isDue = () => vi.waitFor(() => expect(upstream.isAvailable).toBe(true), { interval: 5 });
  return { puppet, upstream, fail, complete, dieMidStream, opens, isDue };
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
  const { upstream, puppet, fail } = start();
  await fail(badGateway);
  const generation = upstream.generate(request, signal);
  puppet.latest.begin();
  puppet.latest.send(delta, finalDelta);
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
  const { upstream, puppet, fail, opens } = start();
  const caller = new AbortController();
  await fail(badGateway);
  const generation = upstream.generate(request, caller.signal);
  if (when === "after") {
    puppet.latest.begin();
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
  const { upstream, puppet, fail, opens, isDue } = start({ failures: 1, retryAfter: 20 });
  await fail(badGateway);
  await opens();
  await isDue();
  const trial = upstream.generate(request, signal);
  expect(upstream).toMatchObject({ breakerState: "half-open", isAvailable: false, retryAfterSeconds: 1 });
  puppet.latest.begin();
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
  const { upstream, puppet, fail, opens, isDue } = start({ failures: 1, retryAfter: 20 });
  await fail(badGateway);
  await opens();
  await isDue();
  const caller = new AbortController();
  const trial = upstream.generate(request, caller.signal);
  caller.abort("gone");
  await expect(trial).rejects.toBe("gone");
  await opens();
  await isDue();
  expect(puppet.runs).toHaveLength(2);
});

test("a trial that is refused for the request's own fault closes it", async () => {
  const { upstream, fail, opens, isDue } = start({ failures: 1, retryAfter: 20 });
  await fail(badGateway);
  await opens();
  await isDue();
  await fail(tooManyRequests(3));
  await vi.waitFor(() => expect(upstream.breakerState).toBe("closed"));
});
