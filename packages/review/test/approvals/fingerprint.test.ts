import { expect, test } from "vitest";
import { fingerprint, listFingerprints } from "../../src/approvals/fingerprint.ts";
import type { Change } from "../../src/model/change.ts";

const change: Change = {
  rule: "maximum-lowered",
  pointer: "/paths/~1completions/post",
  source: { file: "spec/openapi.yaml", line: 3 },
  direction: "request",
  effects: {},
  sentence: "It is lower.",
  notes: [],
  base: { type: "number", maximum: 2 },
  head: null,
  addsFeature: false,
};

test("a fingerprint survives what says the same in another way", () => {
  expect(fingerprint(change)).toMatch(/^[0-9a-f]{12}$/);
  const same: Partial<Change>[] = [
    { base: { maximum: 2, type: "number" } },
    { sentence: "Another sentence." },
    { source: { file: "spec/other.yaml", line: 99 } },
    { notes: ["A note."] },
    { direction: "both" },
    { effects: { wire: { effect: "kept", proof: "a proof" } } },
  ];
  for (const part of same) expect(fingerprint({ ...change, ...part })).toBe(fingerprint(change));
});

test("a fingerprint changes with the structure", () => {
  const others: Partial<Change>[] = [
    { rule: "minimum-raised" },
    { pointer: "/paths/~1completions/get" },
    { base: { type: "number", maximum: 3 } },
    { head: undefined },
    { base: null, head: { type: "number", maximum: 2 } },
  ];
  const fingerprints = [change, ...others.map((part) => ({ ...change, ...part }))].map(fingerprint);
  expect(new Set(fingerprints).size).toBe(others.length + 1);
});

test("changes of equal structure have different fingerprints", () => {
  const name = fingerprint(change);
  expect(listFingerprints([change, { ...change, sentence: "Again." }, change])).toEqual([
    name,
    `${name}-2`,
    `${name}-3`,
  ]);
});
