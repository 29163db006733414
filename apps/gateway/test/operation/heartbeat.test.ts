import cluster, { type Worker } from "node:cluster";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { watchHeartbeats } from "../../src/cluster/heartbeat.ts";

// Only its identity counts.
const worker = {} as Worker;
const onHang = vi.fn();

beforeEach(() => {
  vi.useFakeTimers();
  onHang.mockClear();
  watchHeartbeats(onHang);
  cluster.emit("fork", worker);
});
afterEach(() => {
  vi.useRealTimers();
  cluster.removeAllListeners();
});

test("a worker has 30 seconds to load its code", () => {
  vi.advanceTimersByTime(30_000);
  expect(onHang).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(onHang).toHaveBeenCalledExactlyOnceWith(worker);
});

test("afterwards it may miss five heartbeats in a row", () => {
  for (let seconds = 0; seconds < 60; seconds += 5) {
    cluster.emit("message", worker, { kind: "alive" });
    vi.advanceTimersByTime(5000);
  }
  expect(onHang).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1000);
  expect(onHang).toHaveBeenCalledExactlyOnceWith(worker);
});

test("a worker that has ended is not watched, whatever it sent last", () => {
  cluster.emit("exit", worker, 0, "");
  cluster.emit("message", worker, { kind: "alive" });
  vi.advanceTimersByTime(60_000);
  expect(onHang).not.toHaveBeenCalled();
});
