import { getEventListeners } from "node:events";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { type Ending, watchDeltas } from "../../src/backends/watch-deltas.ts";
import { findBlame } from "../../src/resilience/blame.ts";
import { limitTime, type Timeouts } from "../../src/resilience/timeouts.ts";
import { ControlledEngine, delta, finalDelta, request } from "../support/controlled-engine.ts";

const long = 600_000;
const short = 20;
const patient: Timeouts = { firstByte: long, idle: long, whole: long };

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] });
});

afterEach(() => {
  vi.useRealTimers();
});

function start(timeouts: Partial<Timeouts>) {
  const engine = new ControlledEngine();
  const caller = new AbortController();
  const generation = limitTime(engine.generate, { ...patient, ...timeouts })(request, caller.signal);
  return { run: engine.latest, caller, generation };
}

test("an upstream that sends no deltas in time is aborted, and the error is a 504", async () => {
  const { run, generation, caller } = start({ firstByte: short });
  const failed = expect(generation).rejects.toMatchObject({
    status: 504,
    code: "gateway_timeout",
    // For the log.
    cause: { message: `The model's server sent nothing for ${short} ms.` },
  });
  vi.advanceTimersByTime(short - 1);
  expect(run.signal.aborted).toBe(false);
  vi.advanceTimersByTime(1);
  await failed;
  expect(run.signal.aborted).toBe(true);
  expect(getEventListeners(caller.signal, "abort")).toEqual([]);
});

test("the first deltas may take longer than the following ones", async () => {
  const { run, generation } = start({ idle: short });
  vi.advanceTimersByTime(2 * short);
  run.begin();
  run.send(delta);
  const deltas = (await generation).deltas[Symbol.asyncIterator]();
  expect(await deltas.next()).toMatchObject({ value: [delta] });
  const failed = expect(deltas.next()).rejects.toMatchObject({ code: "gateway_timeout" });
  await vi.advanceTimersByTimeAsync(2 * short);
  await failed;
  expect(run.signal.aborted).toBe(true);
});

test("an upstream is not idle while its caller is slow to read", async () => {
  const { run, generation } = start({ idle: short });
  run.begin();
  run.send(delta);
  const deltas = (await generation).deltas[Symbol.asyncIterator]();
  await deltas.next();
  await vi.advanceTimersByTimeAsync(3 * short);
  run.send(finalDelta);
  expect(await deltas.next()).toMatchObject({ value: [finalDelta] });
  expect(run.signal.aborted).toBe(false);
});

test("the limit of the whole generation applies although deltas keep coming", async () => {
  const { run, generation } = start({ idle: 10 * short, whole: 3 * short });
  run.begin();
  const read = async () => {
    for await (const deltas of (await generation).deltas) expect(deltas).toEqual([delta]);
  };
  const failed = expect(read()).rejects.toMatchObject({ code: "gateway_timeout" });
  for (let sent = 0; !run.signal.aborted && sent < 100; sent += 1) {
    run.send(delta);
    await vi.advanceTimersByTimeAsync(5);
  }
  await failed;
  expect(run.signal.aborted).toBe(true);
});

test("a generation that nobody reads ends for its watchers at the limit of the whole, and for its consumer later", async () => {
  const { run, generation } = start({ whole: short });
  run.begin();
  run.send(delta);
  run.send(delta);
  const endings: Ending[] = [];
  const inner = watchDeltas(await generation, { onEnd: (ending) => endings.push(ending) });
  const outer = watchDeltas(inner, { onEnd: (ending) => endings.push(ending) });
  const deltas = outer.deltas[Symbol.asyncIterator]();
  await deltas.next();
  vi.advanceTimersByTime(short);
  expect(run.signal.aborted).toBe(true);
  // The caller is to blame, and not the upstream.
  const failure = expect.objectContaining({ status: 408, code: "request_timeout" });
  expect(endings).toEqual([{ failure }, { failure }]);
  expect(findBlame(run.signal.reason)).toBe("request");
  expect(await deltas.next()).toMatchObject({ value: [delta] });
  await expect(deltas.next()).rejects.toEqual(failure);
  expect(endings).toHaveLength(2);
  expect(vi.getTimerCount()).toBe(0);
});

test("a caller that disconnects ends its generation for the watchers, also while nobody reads", async () => {
  const { run, caller, generation } = start({});
  run.begin();
  const endings: Ending[] = [];
  watchDeltas(await generation, { onEnd: (ending) => endings.push(ending) });
  caller.abort("gone");
  expect(endings).toEqual([{ failure: "gone" }]);
});

test("a caller that disconnects aborts the upstream with its reason", async () => {
  const { run, caller, generation } = start({});
  caller.abort("gone");
  await expect(generation).rejects.toBe("gone");
  expect(run.signal.reason).toBe("gone");
});

test("a caller that disconnected before starts no generation", async () => {
  const engine = new ControlledEngine();
  const generation = limitTime(engine.generate, patient)(request, AbortSignal.abort("gone"));
  await expect(generation).rejects.toBe("gone");
  expect(engine.runs).toEqual([]);
});

test("a generation that has ended leaves no timer and no listener behind", async () => {
  const { run, caller, generation } = start({});
  expect(vi.getTimerCount()).toBe(1);
  run.begin();
  run.send(finalDelta);
  run.end();
  for await (const deltas of (await generation).deltas) expect(deltas).toEqual([finalDelta]);
  expect(getEventListeners(caller.signal, "abort")).toEqual([]);
  expect(vi.getTimerCount()).toBe(0);
});
