import { expect, test } from "vitest";
import { findClosestName } from "../../src/config/find-closest-name.ts";

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
  expect(findClosestName(written, ["timeouts", "model", "concurrency", "port"])).toBe(meant);
});
