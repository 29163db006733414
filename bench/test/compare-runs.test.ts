import { expect, test } from "vitest";
import { compareRuns } from "../src/compare/compare-runs.ts";
import { type Run, toRecordedFigures } from "../src/history/run.ts";
import { atLeast, atMost } from "../src/report.ts";

const rounds = [1000, 1010, 990, 1005, 995];
const slower = rounds.map((value) => 0.9 * value);

test("a run that is compared with itself has not moved", () => {
  const runs = [toRun("aaa", rounds)];
  expect(compareRuns(runs, ["gateway"], "aaa")).toEqual({ better: 0, worse: 0 });
});

test("a run is compared with the one before it on the same machine", () => {
  const elsewhere = toRun("bbb", slower, "another processor");
  expect(compareRuns([toRun("aaa", rounds), elsewhere, toRun("ccc", slower)], ["gateway"])).toEqual({
    better: 0,
    worse: 1,
  });
  expect(compareRuns([toRun("aaa", slower), elsewhere, toRun("ccc", rounds)], ["gateway"])).toEqual({
    better: 1,
    worse: 0,
  });
});

test("a run is compared with one that is named by its commit or time", () => {
  const runs = [toRun("aaa", rounds), toRun("bbb", slower), toRun("ccc", slower)];
  expect(compareRuns(runs, ["gateway"])).toEqual({ better: 0, worse: 0 });
  expect(compareRuns(runs, ["gateway"], "aa")).toEqual({ better: 0, worse: 1 });
  expect(compareRuns(runs, ["gateway"], "2026-11-30")).toEqual({ better: 0, worse: 0 });
});

test("what was not recorded cannot be compared", () => {
  expect(() => compareRuns([toRun("aaa", rounds)], ["gateway"])).toThrow("no two runs");
  expect(() => compareRuns([toRun("aaa", rounds)], ["mock"], "aaa")).toThrow('begins with "aaa"');
  expect(() => compareRuns([toRun("aaa", rounds)], ["gateway"], "bbb")).toThrow('begins with "bbb"');
});

test("a recorded figure says which direction is better", () => {
  const figures = toRecordedFigures({
    rows: [
      { name: "JSON", value: rounds, unit: "requests/s" },
      { name: "memory", value: 123.456789, unit: "MB" },
      { name: "of a server that ended", value: Number.NaN, unit: "MB" },
    ],
    bars: [atLeast(2, "ratio", [3]), atMost(2, "share", [3])],
  });
  expect(figures.map(({ name, better, rounds: [first] }) => [name, better, first])).toEqual([
    ["JSON", "more", 1000],
    ["memory", "less", 123.46],
    ["ratio", "more", 3],
    ["share", "less", 3],
  ]);
});

function toRun(commit: string, values: readonly number[], cpu = "a processor"): Run {
  const report = { rows: [{ name: "JSON", value: values, unit: "requests/s" }], bars: [] };
  return {
    time: "2026-11-30T09:00:00.000Z",
    commit,
    isChanged: false,
    machine: { cpu, cores: 2, memory: 24, kernel: "6", pinning: "", loadGenerator: "wrk" },
    versions: {},
    benches: { gateway: toRecordedFigures(report) },
  };
}
