import { getEventListeners } from "node:events";
import type { Delta } from "@completions-api/engine";
import { notFound, otherError } from "@completions-api/protocol";
import { afterEach, expect, test, vi } from "vitest";
import type { Caller } from "../../src/auth/caller.ts";
import { type ConcurrencyOptions, DeploymentQueue } from "../../src/queue/deployment-queue.ts";
import { limitConcurrency } from "../../src/queue/limit-concurrency.ts";
import {
  ControlledEngine,
  type ControlledGeneration,
  delta,
  finalDelta,
  request,
} from "../support/controlled-engine.ts";

afterEach(() => {
  vi.useRealTimers();
});

const other: Caller = { name: "other" };

interface StartOptions extends Partial<ConcurrencyOptions> {
  /** True if the engine stops when its consumer leaves. */
  readonly stops?: boolean;
  /** The choices of each request. */
  readonly n?: number;
}

function start({ stops = false, n = 1, ...options }: StartOptions = {}) {
  const engine = new ControlledEngine();
  const slots = new DeploymentQueue({ concurrency: 1, queue: 1, queueTimeout: 60_000, ...options });
  const limited = limitConcurrency(engine.generate, slots, () => stops);
  const ask = (signal = new AbortController().signal, caller: Caller = request.caller) =>
    limited({ ...request, n, caller }, signal);
  const askAs = (caller: Caller) => ask(undefined, caller);
  /** Waits until pending promises have settled. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { engine, slots, ask, askAs, settle };
}

test("requests wait in order while all slots are taken", async () => {
  const { engine, slots, ask, settle } = start({ concurrency: 2, queue: 2 });
  const generations = [ask(), ask(), ask(), ask()];
  await settle();
  expect(engine.runs).toHaveLength(2);
  expect(slots).toMatchObject({ inFlight: 2, queued: 2 });
  engine.runs[1]?.fail(otherError("bad_gateway", "It was reset"));
  await expect(generations[1]).rejects.toMatchObject({ code: "bad_gateway" });
  await settle();
  engine.latest.begin();
  await generations[2];
  expect(slots).toMatchObject({ inFlight: 2, queued: 1 });
});

test("a slot is held until the generation has ended", async () => {
  const { engine, slots, ask, settle } = start();
  const generation = ask();
  await settle();
  engine.latest.begin();
  engine.latest.send(delta);
  engine.latest.send(finalDelta);
  const deltas = (await generation).deltas[Symbol.asyncIterator]();
  await deltas.next();
  await deltas.next();
  expect(slots.inFlight).toBe(1);
  engine.latest.end();
  await deltas.next();
  expect(slots.inFlight).toBe(0);
});

test.each([0, 1])("a slot is free once its consumer stops after %i deltas", async (taken) => {
  const { engine, slots, ask, settle } = start();
  const generation = ask();
  await settle();
  engine.latest.begin();
  engine.latest.send(delta);
  const deltas = (await generation).deltas[Symbol.asyncIterator]();
  for (let count = 0; count < taken; count += 1) await deltas.next();
  await deltas.return?.();
  expect(engine.latest.isOver).toBe(true);
  expect(slots.inFlight).toBe(0);
});

test("a full queue refuses requests with a 503 and Retry-After", async () => {
  const { ask, settle } = start();
  ask();
  ask();
  await settle();
  const failure = await ask().catch((error) => error);
  expect(failure).toMatchObject({ status: 503, code: "service_unavailable" });
  expect(failure.headers["retry-after"]).toBe("1");
});

test("a caller that disconnects while queued frees its place", async () => {
  const { engine, slots, ask, settle } = start();
  const first = ask();
  const caller = new AbortController();
  const leaving = ask(caller.signal);
  await settle();
  caller.abort("gone");
  await expect(leaving).rejects.toBe("gone");
  expect(slots.queued).toBe(0);
  const staying = ask();
  await settle();
  engine.latest.fail("over");
  await expect(first).rejects.toBe("over");
  engine.latest.begin();
  await staying;
  expect(engine.runs).toHaveLength(2);
});

test("a caller that disconnected before takes no slot", async () => {
  const { engine, slots, ask } = start();
  await expect(ask(AbortSignal.abort("gone"))).rejects.toBe("gone");
  expect(engine.runs).toEqual([]);
  expect(slots.inFlight).toBe(0);
});

test("the queue stops listening to the signal of a request that has left it", async () => {
  const { engine, ask, settle } = start();
  const first = ask();
  const caller = new AbortController();
  ask(caller.signal);
  await settle();
  engine.latest.fail("over");
  await expect(first).rejects.toBe("over");
  await settle();
  // The remaining listener is the engine's.
  expect(getEventListeners(caller.signal, "abort")).toHaveLength(1);
});

test("a request waits for the configured time at most, then gets a 503 and Retry-After", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const { slots, ask } = start({ queueTimeout: 5000 });
  ask();
  const failed = expect(ask()).rejects.toMatchObject({
    status: 503,
    code: "service_unavailable",
    headers: { "retry-after": "1" },
  });
  vi.advanceTimersByTime(4999);
  expect(slots.queued).toBe(1);
  vi.advanceTimersByTime(1);
  await failed;
  expect(slots).toMatchObject({ inFlight: 1, queued: 0, refusals: { full: 0, timeout: 1 } });
  expect(vi.getTimerCount()).toBe(0);
});

test("Retry-After is the time that those in the queue will take, from 1 to 60 seconds", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const { engine, ask } = start({ concurrency: 2, queue: 2, queueTimeout: 1_000_000 });
  const refusal = async () => (await ask().catch((error) => error)).headers["retry-after"];
  const generations = [ask(), ask(), ask(), ask()];
  expect(await refusal()).toBe("1");
  vi.advanceTimersByTime(8000);
  engine.runs[0]?.fail("over");
  await expect(generations[0]).rejects.toBe("over");
  ask();
  // Two wait, and so would this one: 3 times 8 seconds in 2 slots.
  expect(await refusal()).toBe("12");
  vi.advanceTimersByTime(900_000);
  engine.runs[1]?.fail("over");
  await expect(generations[1]).rejects.toBe("over");
  ask();
  expect(await refusal()).toBe("60");
});

test("the newest request of the caller with the most waiting is refused in favor of another caller's", async () => {
  const { slots, ask, askAs, settle } = start({ queue: 2 });
  ask();
  ask();
  const newest = ask();
  const others = askAs(other);
  await expect(newest).rejects.toMatchObject({ status: 503, headers: { "retry-after": "1" } });
  await settle();
  expect(slots).toMatchObject({
    inFlight: 1,
    queued: 2,
    waitedSeconds: 0,
    refusals: { full: 1, timeout: 0 },
  });
  others.catch(() => {});
});

test.each<[string, Caller, Partial<ConcurrencyOptions>]>([
  ["own", { name: "limited", limits: { concurrency: 1 } }, {}],
  ["general", { name: "limited" }, { callerConcurrency: 1 }],
])("a caller at its %s limit waits, and others pass it", async (_, limited, options) => {
  const engine = new ControlledEngine();
  const slots = new DeploymentQueue({ queue: 10, queueTimeout: 60_000, ...options });
  const generate = limitConcurrency(engine.generate, slots, () => true);
  const { signal } = new AbortController();
  const first = generate({ ...request, caller: limited }, signal);
  const second = generate({ ...request, caller: limited }, signal);
  const unlimited = { name: "unlimited", limits: { requestsPerMinute: 9 } };
  for (let count = 0; count < 3; count += 1) generate({ ...request, caller: unlimited }, signal);
  expect(engine.runs).toHaveLength(4);
  expect(slots).toMatchObject({ inFlight: 1, queued: 1 });
  engine.runs[0]?.fail("over");
  await expect(first).rejects.toBe("over");
  engine.latest.begin();
  await second;
  expect(slots).toMatchObject({ inFlight: 1, queued: 0 });
});

test("without limits, generations are passed on as they are", async () => {
  const engine = new ControlledEngine();
  const slots = new DeploymentQueue({ queue: 0, queueTimeout: 1 });
  const { signal } = new AbortController();
  const generation = limitConcurrency(engine.generate, slots, () => true)(request, signal);
  expect(generation).toBe(engine.latest.begun.promise);
});

test("a free slot is taken without waiting for the next turn", () => {
  const { engine, ask } = start();
  ask();
  expect(engine.runs).toHaveLength(1);
});

/** Lets one caller use 10 tokens, and ends a generation of another, with two choices. Both then wait for the slot. */
async function afterGeneration(end: (run: ControlledGeneration) => unknown, stops: boolean) {
  const { engine, askAs, settle } = start({ queue: 10, stops, n: 2 });
  const order: string[] = [];
  const run = async (name: string) => {
    const { deltas } = await askAs({ name });
    order.push(name);
    for await (const batch of deltas) if (batch.some(({ text }) => text === "stop")) return;
  };
  const runs = [run("ten tokens"), run("other"), run("ten tokens"), run("other")];
  engine.latest.begin();
  engine.latest.send({ ...finalDelta, tokens: 7 });
  engine.latest.end();
  await runs[0];
  await settle();
  end(engine.latest);
  await Promise.allSettled(runs.slice(0, 2));
  await settle();
  engine.latest.begin();
  await settle();
  return order.at(-1);
}

test("a generation costs all that it reserved if its caller leaves something unread", async () => {
  const { engine, slots, ask, askAs, settle } = start({ queue: 10, stops: true });
  const leaving = new AbortController();
  const first = ask(leaving.signal, other);
  const waiting = [askAs({ name: "ten tokens" }), askAs(other), askAs({ name: "ten tokens" })];
  engine.latest.begin();
  engine.latest.send(delta);
  const deltas = (await first).deltas[Symbol.asyncIterator]();
  await deltas.next();
  leaving.abort("gone");
  await deltas.return?.();
  await settle();
  engine.latest.begin();
  engine.latest.send({ ...finalDelta, tokens: 7 });
  engine.latest.end();
  const { deltas: tenTokens } = (await waiting[0]) ?? {};
  for await (const _ of tenTokens ?? []);
  await settle();
  engine.latest.begin();
  expect(await Promise.race([waiting[1]?.then(() => "other"), waiting[2]?.then(() => "ten tokens")])).toBe(
    "ten tokens",
  );
  expect(slots.queued).toBe(1);
});

const stopped: Delta = { ...delta, text: "stop" };

/** Ends choices with one token each, which state these numbers of tokens of the prompt. */
function endChoices(...promptTokens: readonly number[]): Delta[] {
  return promptTokens.map((tokens, index) => ({ ...finalDelta, index, promptTokens: tokens }));
}

test.each<[string, string, (run: ControlledGeneration) => unknown, boolean?]>([
  ["what it used if it is complete", "other", (run) => [run.begin(), run.send(finalDelta), run.end()]],
  [
    "the tokens of choices that are not returned, too",
    "ten tokens",
    (run) => [run.begin(), run.send({ ...finalDelta, discardedTokens: 9 }), run.end()],
  ],
  [
    "the tokens of its prompt if only the last choice states them",
    "ten tokens",
    (run) => [run.begin(), run.send(...endChoices(0, 9)), run.end()],
  ],
  [
    "the tokens of its prompt once if both choices state them",
    "other",
    (run) => [run.begin(), run.send(...endChoices(6, 6)), run.end()],
  ],
  ["nothing if the engine refuses it", "other", (run) => run.fail(notFound("There is no such model"))],
  ["all that it reserved if it fails", "ten tokens", (run) => run.fail(otherError("bad_gateway", "Reset"))],
  ["all that it reserved if it breaks off", "ten tokens", (run) => [run.begin(), run.fail("gone")]],
  ["all that it reserved if its consumer leaves", "ten tokens", (run) => [run.begin(), run.send(stopped)]],
  [
    "what arrived if its engine stops with its consumer",
    "other",
    (run) => [run.begin(), run.send(stopped)],
    true,
  ],
  [
    "the tokens of its prompt once if it breaks off after a choice has stated them",
    "other",
    (run) => [run.begin(), run.send({ ...finalDelta, promptTokens: 7 }), run.send({ ...stopped, index: 1 })],
    true,
  ],
  [
    "a token for each delta if its engine stops and has not counted them",
    "ten tokens",
    (run) => [
      run.begin(),
      run.send(...Array.from({ length: 10 }, () => ({ ...delta, tokens: 0 }))),
      run.send({ ...stopped, tokens: 0 }),
    ],
    true,
  ],
])("a generation costs its caller %s", async (_, next, end, stops = false) => {
  expect(await afterGeneration(end, stops)).toBe(next);
});

test("a request that has got a slot leaves no timer behind", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
  const { engine, slots, ask } = start();
  const first = ask();
  ask();
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(3000);
  engine.runs[0]?.fail("over");
  await expect(first).rejects.toBe("over");
  expect(vi.getTimerCount()).toBe(0);
  expect(slots).toMatchObject({ inFlight: 1, queued: 0, waitedSeconds: 3 });
});
