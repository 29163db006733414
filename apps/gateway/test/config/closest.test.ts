import { expect, test } from "vitest";
import { findClosest } from "../../src/config/closest.ts";

test.each([
  ["timeout", "timeouts"],
  ["Model", "model"],
  ["conurrency", "concurrency"],
  ["prot", "port"],
  ["por", "port"],
  ["zzz", undefined],
  ["po", undefined],
  ["x", undefined],
  ["", undefined],
])("%j is closest to %j", (written, meant) => {
  expect(findClosest(written, ["timeouts", "model", "concurrency", "port"])).toBe(meant);
});
