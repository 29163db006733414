import { getEventListeners } from "node:events";
import { otherError } from "@completions-api/protocol";
import { expect, test } from "vitest";
import { ConcurrencyLimiter, limitConcurrency } from "../../src/resilience/concurrency.ts";
import { delta, finalDelta, Puppet, request } from "../support/puppet.ts";

function start({ concurrency = 1, queue = 1 } = {}) {
  const puppet = new Puppet();
  const slots = new ConcurrencyLimiter({ concurrency, queue });
  const limited = limitConcurrency(puppet.generate, slots);
  const ask = (signal = new AbortController().signal) => limited(request, signal);
  /** Until what has been set off has happened. */
  const settle = () => new Promise((resolve) => setImmediate(resolve));
  return { puppet, slots, ask, settle };
}

test("requests wait in turn where all slots are taken", async () => {
  const { puppet, slots, ask, settle } = start({ concurrency: 2, queue: 2 });
  const generations = [ask(), ask(), ask(), ask()];
  await settle();
  expect(puppet.runs).toHaveLength(2);
  expect(slots).toMatchObject({ inFlight: 2, queued: 2 });
  puppet.runs[1]?.fail(otherError("bad_gateway", "It was reset."));
  await expect(generations[1]).rejects.toMatchObject({ code: "bad_gateway" });
  await settle();
  puppet.latest.begin();
  await generations[2];
  expect(slots).toMatchObject({ inFlight: 2, queued: 1 });
});

test("a slot is held until the generation has ended", async () => {
  const { puppet, slots, ask, settle } = start();
  const generation = ask();
  await settle();
  puppet.latest.begin();
  puppet.latest.send(delta);
  puppet.latest.send(finalDelta);
  const deltas = (await generation).deltas[Symbol.asyncIterator]();
  await deltas.next();
  await deltas.next();
  expect(slots.inFlight).toBe(1);
  puppet.latest.end();
  await deltas.next();
  expect(slots.inFlight).toBe(0);
});

test("a slot is free once somebody stops taking deltas, also before they took any", async () => {
  const { puppet, slots, ask, settle } = start();
  for (const taken of [0, 1]) {
    const generation = ask();
    await settle();
    puppet.latest.begin();
    puppet.latest.send(delta);
    const deltas = (await generation).deltas[Symbol.asyncIterator]();
    for (let count = 0; count < taken; count += 1) await deltas.next();
    await deltas.return?.();
    expect(puppet.latest.isOver).toBe(true);
    expect(slots.inFlight).toBe(0);
  }
});

test("where the queue is full, too, it is a 503 that says when to come again", async () => {
  const { ask, settle } = start();
  ask();
  ask();
  await settle();
  const failure = await ask().catch((error) => error);
  expect(failure).toMatchObject({ status: 503, code: "service_unavailable" });
  expect(failure.headers["retry-after"]).toBe("1");
});

test("who leaves the queue frees the place", async () => {
  const { puppet, slots, ask, settle } = start();
  const first = ask();
  const caller = new AbortController();
  const leaving = ask(caller.signal);
  await settle();
  caller.abort("gone");
  await expect(leaving).rejects.toBe("gone");
  expect(slots.queued).toBe(0);
  const staying = ask();
  await settle();
  puppet.latest.fail("over");
  await expect(first).rejects.toBe("over");
  puppet.latest.begin();
  await staying;
  expect(puppet.runs).toHaveLength(2);
});

test("who has left before never takes a slot", async () => {
  const { puppet, slots, ask } = start();
  await expect(ask(AbortSignal.abort("gone"))).rejects.toBe("gone");
  expect(puppet.runs).toEqual([]);
  expect(slots.inFlight).toBe(0);
});

test("a signal whose request has left the queue is no longer listened to", async () => {
  const { puppet, ask, settle } = start();
  const first = ask();
  const caller = new AbortController();
  ask(caller.signal);
  await settle();
  puppet.latest.fail("over");
  await expect(first).rejects.toBe("over");
  await settle();
  // The puppet's own.
  expect(getEventListeners(caller.signal, "abort")).toHaveLength(1);
});
