import { getEventListeners } from "node:events";
import { setTimeout } from "node:timers/promises";
import { expect, test } from "vitest";
import { limitTime, type Timeouts } from "../../src/resilience/timeouts.ts";
import { delta, finalDelta, Puppet, request } from "../support/puppet.ts";

const long = 600_000;
const short = 20;
const patient: Timeouts = { firstByte: long, idle: long, whole: long };

function start(timeouts: Partial<Timeouts>) {
  const puppet = new Puppet();
  const caller = new AbortController();
  const generation = limitTime(puppet.generate, { ...patient, ...timeouts })(request, caller.signal);
  return { run: puppet.latest, caller, generation };
}

test("an upstream that does not begin is aborted, and that is a 504", async () => {
  const { run, generation, caller } = start({ firstByte: short });
  await expect(generation).rejects.toMatchObject({ status: 504, code: "gateway_timeout" });
  expect(run.signal.aborted).toBe(true);
  expect(getEventListeners(caller.signal, "abort")).toEqual([]);
});

test("the first deltas may take longer than those that follow", async () => {
  const { run, generation } = start({ idle: short });
  await setTimeout(2 * short);
  run.begin();
  run.send(delta);
  const deltas = (await generation).deltas[Symbol.asyncIterator]();
  expect(await deltas.next()).toMatchObject({ value: [delta] });
  await expect(deltas.next()).rejects.toMatchObject({ code: "gateway_timeout" });
  expect(run.signal.aborted).toBe(true);
});

test("a caller who is slow to read does not make an upstream idle", async () => {
  const { run, generation } = start({ idle: short });
  run.begin();
  run.send(delta);
  const deltas = (await generation).deltas[Symbol.asyncIterator]();
  await deltas.next();
  await setTimeout(3 * short);
  run.send(finalDelta);
  expect(await deltas.next()).toMatchObject({ value: [finalDelta] });
});

test("deltas that keep coming do not make a generation longer than the whole may be", async () => {
  const { run, generation } = start({ idle: 10 * short, whole: 3 * short });
  run.begin();
  const sending = setInterval(() => run.send(delta), 5);
  const read = async () => {
    for await (const deltas of (await generation).deltas) expect(deltas).toEqual([delta]);
  };
  await expect(read()).rejects.toMatchObject({ code: "gateway_timeout" });
  clearInterval(sending);
  expect(run.signal.aborted).toBe(true);
});

test("a caller who leaves aborts the upstream, with their reason", async () => {
  const { run, caller, generation } = start({});
  caller.abort("gone");
  await expect(generation).rejects.toBe("gone");
  expect(run.signal.reason).toBe("gone");
});

test("a caller who had left before has nothing begun", async () => {
  const puppet = new Puppet();
  const generation = limitTime(puppet.generate, patient)(request, AbortSignal.abort("gone"));
  await expect(generation).rejects.toBe("gone");
  expect(puppet.runs).toEqual([]);
});

test("nothing is left of the clocks of generations that have ended", async () => {
  const timers = () => process.getActiveResourcesInfo().filter((type) => type === "Timeout").length;
  const before = timers();
  // As many as stand out from the timers of the tests' runner.
  for (let count = 0; count < 100; count += 1) {
    const { run, caller, generation } = start({});
    run.begin();
    run.send(finalDelta);
    run.end();
    for await (const deltas of (await generation).deltas) expect(deltas).toEqual([finalDelta]);
    expect(getEventListeners(caller.signal, "abort")).toEqual([]);
  }
  expect(timers()).toBeLessThan(before + 50);
});
