import { getEventListeners } from "node:events";
import { otherError } from "@completions-api/protocol";
import { expect, test } from "vitest";
import { DeploymentQueue } from "../../src/queue/deployment-queue.ts";
import { limitConcurrency } from "../../src/queue/limit-concurrency.ts";
import { ControlledEngine, delta, finalDelta, request } from "../support/controlled-engine.ts";

function start({ concurrency = 1, queue = 1 } = {}) {
  const engine = new ControlledEngine();
  const slots = new DeploymentQueue({ concurrency, queue, queueTimeout: 60_000 });
  const limited = limitConcurrency(engine.generate, slots);
  const ask = (signal = new AbortController().signal) => limited(request, signal);
  /** Waits until pending promises have settled. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { engine, slots, ask, settle };
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
