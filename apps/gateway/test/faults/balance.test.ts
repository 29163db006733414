import { setImmediate } from "node:timers/promises";
import { HttpError, otherError, tooManyRequests, unprocessableContent } from "@completions-api/protocol";
import { errors } from "undici";
import { describe, expect, test, vi } from "vitest";
import { splitPrompts } from "../../src/backends/split.ts";
import { LostConnectionError, UnreachableError, UpstreamError } from "../../src/backends/upstream-error.ts";
import { balance } from "../../src/resilience/balance.ts";
import { PrefixAffinity } from "../../src/resilience/prefix-affinity.ts";
import { Upstream } from "../../src/resilience/upstream.ts";
import { ControlledEngine, delta, finalDelta, request } from "../support/controlled-engine.ts";

const badGateway = otherError("bad_gateway", "The connection was reset");
const unreachable = otherError("bad_gateway", "It refuses connections", {
  cause: new UnreachableError(new Error("connect ECONNREFUSED")),
});
const lost = otherError("bad_gateway", "The connection was reset", {
  cause: new LostConnectionError(new Error("read ECONNRESET")),
});
const connectTimeout = otherError("gateway_timeout", "It accepts no connections", {
  cause: new UnreachableError(new errors.ConnectTimeoutError()),
});
const signal = new AbortController().signal;

function serverError(status: number): HttpError {
  return otherError("bad_gateway", "It failed", { cause: new UpstreamError({ status, code: "" }) });
}

function start(count: number, failures = 100) {
  const engines = Array.from({ length: count }, () => new ControlledEngine());
  const breaker = { failures, retryAfter: 60_000 };
  const upstreams = engines.map(
    ({ generate }, index) => new Upstream({ name: `upstream-${index}`, generate, breaker }),
  );
  const asked = () => engines.map(({ runs }) => runs.length);
  const failAll = (error: (index: number) => unknown) =>
    engines.map(
      ({ generate }, index) =>
        new Upstream({
          name: `upstream-${index}`,
          generate: (request, signal) => {
            const begun = generate(request, signal);
            engines[index]?.latest.fail(error(index));
            return begun;
          },
          breaker,
        }),
    );
  return { engines, upstreams, asked, failAll };
}

test("equally busy upstreams take turns", async () => {
  const { failAll, asked } = start(3);
  const generate = balance(failAll(() => "over"));
  for (let count = 0; count < 6; count += 1) await expect(generate(request, signal)).rejects.toBe("over");
  expect(asked()).toEqual([2, 2, 2]);
});

test("the least busy upstream gets the request", async () => {
  const { engines, upstreams, asked } = start(3);
  const generate = balance(upstreams);
  const generations = [generate(request, signal), generate(request, signal), generate(request, signal)];
  // This is not the one whose turn it is.
  const free = engines[2]?.latest;
  free?.begin();
  free?.send(finalDelta);
  free?.end();
  for await (const deltas of (await Promise.any(generations)).deltas) expect(deltas).toEqual([finalDelta]);
  expect(upstreams.map(({ inFlight }) => inFlight)).toEqual([1, 1, 0]);
  generate(request, signal);
  expect(asked()).toEqual([1, 1, 2]);
});

test.each([
  ["a refused connection", unreachable],
  ["a connect timeout", connectTimeout],
  ["a wrong credential", serverError(401)],
  ["a rate limit", tooManyRequests(3)],
])("%s is retried once on each other upstream", async (_, error) => {
  const { asked, failAll } = start(3);
  await expect(balance(failAll(() => error))(request, signal)).rejects.toBe(error);
  expect(asked()).toEqual([1, 1, 1]);
});

describe("a request that may have made two upstreams fail is not retried on a third", () => {
  test.each([
    ["lost connections", lost],
    ["responses that make no sense", badGateway],
    ["a 500", serverError(500)],
    ["a 503", serverError(503)],
    ["a 403 of a firewall", serverError(403)],
    ["a refusal that nobody understands", serverError(400)],
    ["an overloaded upstream", otherError("service_unavailable", "Overloaded")],
  ])("%s", async (_, provoked) => {
    const { asked, failAll } = start(4);
    // The second upstream has the first turn.
    const failures = [provoked, unreachable, provoked, provoked];
    await expect(balance(failAll((index) => failures[index]))(request, signal)).rejects.toBe(provoked);
    expect(asked()).toEqual([0, 1, 1, 1]);
  });

  test("although it gets the rate limit of the first, because that says when to come back", async () => {
    const limited = tooManyRequests(3);
    const { asked, failAll } = start(4);
    const failures = [lost, limited, lost, lost];
    await expect(balance(failAll((index) => failures[index]))(request, signal)).rejects.toBe(limited);
    expect(asked()).toEqual([0, 1, 1, 1]);
  });
});

test.each([
  ["unreachable upstreams are all tried", unreachable, 4],
  ["a request that may have made two fail harms no third", lost, 2],
  ["a timeout is not retried", otherError("gateway_timeout", "Too late"), 1],
])("by prefix, %s", async (_, error, attempts) => {
  const { asked, failAll } = start(4);
  const upstreams = failAll(() => error);
  const generate = balance(upstreams, new PrefixAffinity(upstreams, 256));
  await expect(generate(request, signal)).rejects.toBe(error);
  expect(asked().toSorted()).toEqual([0, 1, 2, 3].map((index) => Number(index >= 4 - attempts)));
});

test.each([
  ["a timeout", otherError("gateway_timeout", "Too late")],
  ["an invalid request", unprocessableContent({ loc: ["body"], value: 1, message: "is wrong" })],
  ["a bug of the gateway", new TypeError("undefined is not a function")],
])("%s is not retried", async (_, error) => {
  const { asked, failAll } = start(3);
  await expect(balance(failAll(() => error))(request, signal)).rejects.toBe(error);
  expect(asked().toSorted()).toEqual([0, 0, 1]);
});

test("a request is not retried after its caller disconnected", async () => {
  const { upstreams, engines, asked } = start(2);
  const caller = new AbortController();
  const generation = balance(upstreams)(request, caller.signal);
  caller.abort(badGateway);
  await expect(generation).rejects.toBe(badGateway);
  expect(asked().toSorted()).toEqual([0, 1]);
  expect(engines.flatMap(({ runs }) => runs).map(({ signal }) => signal.aborted)).toEqual([true]);
});

test("a request is not retried after the first deltas", async () => {
  const { upstreams, engines, asked } = start(2);
  const begun = balance(upstreams)(request, signal);
  const run = engines.flatMap(({ runs }) => runs)[0];
  run?.begin();
  run?.send(delta);
  run?.fail(badGateway);
  const read = async () => {
    for await (const deltas of (await begun).deltas) expect(deltas).toEqual([delta]);
  };
  await expect(read()).rejects.toBe(badGateway);
  expect(asked().toSorted()).toEqual([0, 1]);
});

test.each([
  ["the rate limit that ends soonest", [tooManyRequests(9), tooManyRequests(3), tooManyRequests(5)], "3"],
  ["a rate limit rather than later failures", [tooManyRequests(9), badGateway, badGateway], "9"],
])("if all upstreams fail, the error is %s", async (_, errors, retryAfter) => {
  const { failAll } = start(3);
  // The second upstream has the first turn.
  const rotated = [errors[2], errors[0], errors[1]];
  const failure = await balance(failAll((index) => rotated[index]))(request, signal).catch((error) => error);
  expect(failure).toBeInstanceOf(HttpError);
  expect(failure.headers["retry-after"]).toBe(retryAfter);
});

test("if no upstream is available, the error is a 503 with Retry-After", async () => {
  const { failAll, asked } = start(2, 1);
  const generate = balance(failAll(() => unreachable));
  await expect(generate(request, signal)).rejects.toBe(unreachable);
  const failure = await generate(request, signal).catch((error) => error);
  expect(failure).toMatchObject({ status: 503, code: "service_unavailable" });
  expect(Number(failure.headers["retry-after"])).toBeGreaterThan(50);
  expect(Number(failure.headers["retry-after"])).toBeLessThanOrEqual(60);
  expect(asked()).toEqual([1, 1]);
});

test("an upstream that is being checked after failures is the last choice", async () => {
  const { engines, upstreams, asked } = start(2, 1);
  const [first, second] = engines;
  const generate = balance(upstreams);
  const failing = generate(request, signal);
  // The turn of the second one.
  second?.latest.fail(badGateway);
  await vi.waitFor(() => expect(asked()).toEqual([1, 2]));
  first?.latest.begin();
  await failing;
  // It is idle, and the other one is busy.
  const next = generate(request, signal);
  expect(asked()).toEqual([2, 2]);
  first?.latest.fail(badGateway);
  await vi.waitFor(() => expect(asked()).toEqual([3, 3]));
  // Both are in doubt now. They still get requests.
  second?.latest.begin();
  await next;
});

test("the parts of a split request that makes servers fail are not retried on all of them", async () => {
  const { failAll, asked } = start(8);
  const generate = splitPrompts(balance(failAll(() => lost)), 1);
  const prompts = Array.from("abcdefgh", (prompt) => ({ prompt, loc: ["body", "prompt"] as const }));
  await expect(generate({ ...request, prompts }, signal)).rejects.toBe(lost);
  await setImmediate();
  expect(asked().filter((times) => times > 0).length).toBeLessThanOrEqual(5);
});

test("a split request whose parts fail at one server is completed by another", async () => {
  const { engines, upstreams, failAll } = start(2);
  const [broken] = failAll(() => lost);
  const generate = splitPrompts(
    balance([broken, upstreams[1]].filter((upstream) => upstream !== undefined)),
    1,
  );
  const prompts = Array.from("abcdefgh", (prompt) => ({ prompt, loc: ["body", "prompt"] as const }));
  const generating = generate({ ...request, prompts }, signal);
  await vi.waitFor(() => expect(engines[1]?.runs.length).toBe(4));
  for (const run of engines[1]?.runs ?? []) {
    run.begin();
    run.send(delta);
  }
  await generating;
});
