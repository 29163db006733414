import { expect, test } from "vitest";
import { compareOperation, effectsOf } from "./support/compare-yaml.ts";

interface Rule {
  readonly id: string;
  readonly rule: string;
}

const rules = (...list: readonly Rule[]) => ({ "x-rules": list });
const last: Rule = { id: "stream-done-is-last", rule: "Nothing follows `data: [DONE]`." };
const seed: Rule = { id: "seed-repeats", rule: "The same seed gives the same text." };

async function effects(base: object, head: object) {
  return (await compareOperation(base, head)).map((change) => [change.rule, effectsOf(change)]);
}

test("a rule that is removed is broken: its id tells whether it is about streams", async () => {
  expect(await effects(rules(last, seed), rules())).toEqual([
    ["rule-removed", { stream: "broken" }],
    ["rule-removed", { behaviour: "broken" }],
  ]);
});

test("a new rule keeps streams, and may demand something of callers otherwise", async () => {
  expect(await effects(rules(), rules(last, seed))).toEqual([
    ["rule-added", { stream: "kept" }],
    ["rule-added", { behaviour: "unknown" }],
  ]);
});

test("other words are unknown, but other line breaks and marks are not other words", async () => {
  const reworded = { ...seed, rule: "The same seed mostly gives the same text." };
  expect(await effects(rules(seed), rules(reworded))).toEqual([["rule-reworded", { behaviour: "unknown" }]]);
  const rewrapped = { ...seed, rule: "The same *seed*\ngives the [same text](#text)." };
  expect(await effects(rules(seed, last), rules(last, rewrapped))).toEqual([]);
});

test("a rule that only gets another id is kept", async () => {
  expect(await effects(rules(seed), rules({ ...seed, id: "seed-is-stable" }))).toEqual([
    ["rule-renamed", { behaviour: "kept" }],
  ]);
});
