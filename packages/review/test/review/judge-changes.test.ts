import { expect, test } from "vitest";
import { judgeChanges } from "../../src/judge-changes.ts";
import type { Change, Evidence } from "../../src/model/change.ts";
import type { ReviewedChange } from "../../src/model/review.ts";
import { plainChange } from "../report/sample-review.ts";

const kept: Evidence = { effect: "kept", proof: "a proof" };
const unknown: Evidence = { effect: "unknown", tried: "nothing" };
const broken: Evidence = { effect: "broken", witness: { kind: "meaning", base: "a", head: "b" } };
const approval = { fingerprint: "0123456789ab", reason: "Fine.", who: "Ada", expires: "2030-01-31" };

function change(effects: Change["effects"], other: Partial<ReviewedChange> = {}): ReviewedChange {
  return {
    ...{ ...plainChange, addsFeature: false, effects },
    ...{ fingerprint: "0123456789ab", approval: undefined, ...other },
  };
}

const none = { wire: "kept", stream: "kept", behaviour: "kept", types: "kept" };

test.each([
  ["none", "none", true, none, []],
  ["compatible", "patch", true, none, [change({})]],
  ["compatible", "patch", true, none, [change({ wire: kept })]],
  [
    "compatible",
    "minor",
    true,
    none,
    [change({ wire: kept }), change({ types: kept }, { addsFeature: true })],
  ],
  ["unknown", "major", false, { ...none, stream: "unknown" }, [change({ wire: kept, stream: unknown })]],
  [
    ...["breaking", "major", false, { ...none, wire: "broken", types: "unknown" }],
    [change({ wire: unknown, types: unknown }), change({ wire: broken })],
  ],
  // An approved break still needs a major version; an approved unknown is a question answered.
  ["breaking", "major", true, { ...none, types: "broken" }, [change({ types: broken }, { approval })]],
  ["compatible", "patch", true, none, [change({ types: unknown }, { approval })]],
  [
    ...["breaking", "major", false, { ...none, types: "broken", wire: "broken" }],
    [change({ types: broken }, { approval }), change({ wire: broken })],
  ],
] as const)("%s, %s, approved: %s", (verdict, semver, isApproved, promises, changes) => {
  expect(judgeChanges(changes)).toEqual({ verdict, semver, isApproved, promises });
});
