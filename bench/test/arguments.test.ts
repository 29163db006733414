import { expect, test } from "vitest";
import { readArguments } from "../src/arguments.ts";
import { benches } from "../src/benches.ts";

test("all benches are measured by default, in five rounds", () => {
  expect(readArguments([])).toEqual({ kind: "measure", benches, rounds: 5 });
});

test("benches and rounds can be chosen", () => {
  const task = readArguments(["--rounds", "2", "gateway"]);
  expect(task).toEqual({ kind: "measure", benches: pick("gateway"), rounds: 2 });
});

test("runs are compared by the beginning of a commit or of a time", () => {
  expect(readArguments(["--compare"])).toEqual({ kind: "compare-runs", benches });
  expect(readArguments(["--compare", "mock"])).toEqual({ kind: "compare-runs", benches: pick("mock") });
  const named = readArguments(["--compare", "5afdb56", "mock"]);
  expect(named).toEqual({ kind: "compare-runs", benches: pick("mock"), run: "5afdb56" });
});

test("wrong arguments are refused", () => {
  expect(() => readArguments(["--rounds", "0"])).toThrow("--rounds must be a number from 1 to 999");
  expect(() => readArguments(["nonsense"])).toThrow('Unknown bench "nonsense"');
  expect(() => readArguments(["--compare", "5afdb56", "nonsense"])).toThrow('Unknown bench "nonsense"');
  expect(() => readArguments(["--unknown"])).toThrow("--unknown");
  // A folder that is not a checkout.
  expect(() => readArguments(["--compare", "."])).toThrow("npx pnpm@12 build");
});

function pick(name: string) {
  return new Map([...benches].filter(([bench]) => bench === name));
}
