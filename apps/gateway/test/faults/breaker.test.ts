import { otherError, tooManyRequests, unprocessableContent } from "@completions-api/protocol";
import { describe, expect, test, vi } from "vitest";
import { UnreachableError, UpstreamError } from "../../src/backends/upstream-error.ts";
import { Upstream } from "../../src/resilience/upstream.ts";
import { ControlledEngine, delta, finalDelta, request } from "../support/controlled-engine.ts";

/** A failure that no request can provoke. */
const badGateway = otherError("bad_gateway", "No connection", {
  cause: new UnreachableError(new Error("connect ECONNREFUSED")),
});
/** A failure that a request may have provoked. */
const lost = otherError("bad_gateway", "The connection was reset");
const signal = new AbortController().signal;

/** Starts an upstream whose breaker opens after `failures`, and is tried again after `retryAfter` milliseconds. */
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
    engine.latest.fail(lost);
    const { deltas } = await generation;
    const read = async () => {
      for await (const some of deltas) expect(some).toEqual([delta]);
    };
    await expect(read()).rejects.toBe(lost);
  };
  /** Waits for the gateway's own request, which is the one with this number. */
  const checked = async (number: number) => {
    await vi.waitFor(() => expect(engine.runs).toHaveLength(number));
    expect(upstream.isInDoubt).toBe(true);
    return engine.latest;
  };
  const opens = () => vi.waitFor(() => expect(upstream.breakerState).toBe("open"));
  const isDue = () => vi.waitFor(() => expect(upstream.isAvailable).toBe(true), { interval: 5 });
  const closes = () =>
    vi.waitFor(() => expect(upstream).toMatchObject({ breakerState: "closed", isInDoubt: false }));
  return { engine, upstream, fail, complete, dieMidStream, checked, opens, closes, isDue };
}

/** Starts an upstream whose breaker has opened and is due to let one request through. */
async function startHalfOpen() {
  const started = start({ failures: 1, retryAfter: 20 });
  await started.fail(badGateway);
  await started.opens();
  await started.isDue();
  return started;
}

test("opens after enough consecutive failures", async () => {
  const { upstream, fail, complete, opens } = start();
  await fail(badGateway);
  await complete();
  await fail(badGateway);
  expect(upstream.isAvailable).toBe(true);
  await fail(badGateway);
  await opens();
  expect(upstream.isAvailable).toBe(false);
});

test("a completion counts although its consumer stops after the last delta", async () => {
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

describe("after failures that a request may have provoked, the gateway asks the upstream itself", () => {
  test.each([
    ["the connection is lost", lost],
    ["a timeout", otherError("gateway_timeout", "Too late")],
    ["a 500", serverError(500)],
    ["a 402 for too many tokens", serverError(402)],
    ["a 403 of a firewall", serverError(403)],
    ["a 404 for an adapter", serverError(404)],
    ["a 503 of a full queue", serverError(503)],
    ["a 424 of TGI", serverError(424)],
    ["an error without a status", serverError(undefined)],
    ["a bug", new Error("A bug.")],
  ])("%s: the breaker opens if that fails, too", async (_, failure) => {
    const { fail, checked, opens, upstream } = start();
    await fail(failure);
    await fail(failure);
    const check = await checked(3);
    expect(upstream.isAvailable).toBe(true);
    check.fail(lost);
    await opens();
  });

  test("the breaker stays closed if that succeeds, and the count begins again", async () => {
    const { fail, checked, closes, engine } = start();
    await fail(lost);
    await fail(lost);
    const check = await checked(3);
    check.begin();
    check.send(delta, finalDelta);
    check.end();
    await closes();
    await fail(lost);
    expect(engine.runs).toHaveLength(4);
  });

  test("a rate limit shows that the upstream is alive", async () => {
    const { fail, checked, closes } = start({ failures: 1 });
    await fail(lost);
    (await checked(2)).fail(tooManyRequests(1));
    await closes();
  });

  test("a stream that breaks off counts, and its first token is not enough for the check", async () => {
    const { dieMidStream, checked, opens } = start();
    await dieMidStream();
    await dieMidStream();
    const check = await checked(3);
    check.begin();
    check.send(delta);
    check.fail(lost);
    await opens();
  });

  test("only once at a time", async () => {
    const { fail, checked, engine } = start({ failures: 1 });
    await fail(lost);
    const check = await checked(2);
    await fail(lost);
    await fail(lost);
    expect(engine.runs).toHaveLength(4);
    expect(check.isOver).toBe(false);
  });

  test("a completion meanwhile is the answer", async () => {
    const { fail, complete, checked, upstream, engine } = start({ failures: 1 });
    await fail(lost);
    const check = await checked(2);
    await complete();
    expect(upstream.isInDoubt).toBe(false);
    check.fail(lost);
    await complete();
    expect(upstream.breakerState).toBe("closed");
    expect(engine.runs).toHaveLength(4);
  });

  test("closing the upstream cancels it", async () => {
    const { fail, checked, upstream } = start({ failures: 1 });
    await fail(lost);
    const check = await checked(2);
    upstream.close();
    expect(check.signal.aborted).toBe(true);
  });
});

function serverError(status: number | undefined): Error {
  return otherError("bad_gateway", "It failed", { cause: new UpstreamError({ status, code: "" }) });
}

describe("a failure that no request can provoke opens the breaker at once", () => {
  test.each([401, 407])("%d", async (status) => {
    const { fail, opens, engine } = start({ failures: 1 });
    await fail(serverError(status));
    await opens();
    expect(engine.runs).toHaveLength(1);
  });
});

test.each([
  ["an invalid request", unprocessableContent({ loc: ["body"], value: 1, message: "is wrong" })],
  ["a rate limit", tooManyRequests(3)],
  ["an unclear refusal", serverError(400)],
  ["an unclear refusal for its size", serverError(413)],
])("%s does not count as a failure of the upstream", async (_, error) => {
  const { upstream, fail, complete } = start({ failures: 1 });
  await fail(error);
  await complete();
  expect(upstream.breakerState).toBe("closed");
});

test.each([
  ["refused requests", tooManyRequests(3)],
  ["requests with mistakes", serverError(400)],
])("%s do not hide that an upstream fails at all others", async (_, refusal) => {
  const { fail, opens } = start();
  await fail(badGateway);
  await fail(refusal);
  await fail(badGateway);
  await opens();
});

test.each(["before", "after"])(
  "a caller that disconnects %s the first deltas counts neither way",
  async (when) => {
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
  },
);

test("lets one request through after a while, and its first deltas close the breaker", async () => {
  const { upstream, engine } = await startHalfOpen();
  const trial = upstream.generate(request, signal);
  expect(upstream).toMatchObject({ breakerState: "half-open", isAvailable: false, retryAfterSeconds: 1 });
  engine.latest.begin();
  await trial;
  await vi.waitFor(() => expect(upstream).toMatchObject({ breakerState: "closed", inFlight: 1 }));
});

test("opens again if that request fails", async () => {
  const { fail, opens } = await startHalfOpen();
  await fail(badGateway);
  await opens();
});

test("asks the upstream itself if that request fails for a reason that may be its own", async () => {
  const { fail, checked, upstream, opens, isDue, closes } = await startHalfOpen();
  await fail(lost);
  const first = await checked(3);
  expect(upstream).toMatchObject({ breakerState: "half-open", isAvailable: false });
  first.fail(lost);
  await opens();
  await isDue();
  await fail(lost);
  const second = await checked(5);
  second.begin();
  second.send(delta, finalDelta);
  second.end();
  await closes();
});

test("counts again if that request breaks off within its stream", async () => {
  const { dieMidStream, checked, opens } = await startHalfOpen();
  await dieMidStream();
  (await checked(3)).fail(lost);
  await opens();
});

test("asks the upstream itself if the caller of that request disconnects", async () => {
  const { upstream, checked, opens, isDue } = await startHalfOpen();
  const caller = new AbortController();
  const trial = upstream.generate(request, caller.signal);
  caller.abort("gone");
  await expect(trial).rejects.toBe("gone");
  (await checked(3)).fail(lost);
  await opens();
  await isDue();
});

test("asks the upstream itself if that request is refused", async () => {
  const { fail, checked, opens, isDue, closes } = await startHalfOpen();
  await fail(tooManyRequests(3));
  (await checked(3)).fail(lost);
  await opens();
  await isDue();
  await fail(serverError(400));
  (await checked(5)).fail(tooManyRequests(3));
  await closes();
});

test("the first deltas of that request count also if its caller waits for all of them", async () => {
  const { upstream, engine } = await startHalfOpen();
  const trial = upstream.generate({ ...request, stream: false }, signal);
  engine.latest.begin();
  engine.latest.send(delta);
  await vi.waitFor(() => expect(upstream).toMatchObject({ breakerState: "closed", inFlight: 1 }));
  engine.latest.send(finalDelta);
  engine.latest.end();
  await trial;
  expect(upstream.inFlight).toBe(0);
});

describe("a generation that began before the breaker opened", () => {
  async function startWithEarlier() {
    const started = start({ failures: 1, retryAfter: 20 });
    const { upstream, engine, fail, opens, isDue } = started;
    const generation = upstream.generate(request, signal);
    const earlier = engine.latest;
    earlier.begin();
    const { deltas } = await generation;
    await fail(badGateway);
    await opens();
    await isDue();
    const read = async () => {
      for await (const batch of deltas) expect(batch).toEqual([finalDelta]);
    };
    return { ...started, earlier, read };
  }

  test("does not close it by completing", async () => {
    const { upstream, earlier, read } = await startWithEarlier();
    earlier.send(finalDelta);
    earlier.end();
    await read();
    expect(upstream.breakerState).toBe("open");
  });

  test("does not restart its wait by failing", async () => {
    const { upstream, earlier, read } = await startWithEarlier();
    earlier.fail(badGateway);
    await expect(read()).rejects.toBe(badGateway);
    expect(upstream.isAvailable).toBe(true);
  });

  test("does not end another request's trial by failing", async () => {
    const { upstream, engine, earlier, read } = await startWithEarlier();
    const trial = upstream.generate(request, signal);
    earlier.fail(badGateway);
    await expect(read()).rejects.toBe(badGateway);
    expect(upstream.breakerState).toBe("half-open");
    engine.latest.begin();
    await trial;
    expect(upstream.breakerState).toBe("closed");
  });
});
