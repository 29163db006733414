import { expect, test } from "vitest";
import { applyApprovals } from "../../src/approvals/apply-approvals.ts";
import { fingerprint } from "../../src/approvals/fingerprint.ts";
import { plainChange } from "../report/sample-review.ts";

const first = { ...plainChange, rule: "first" };
const second = { ...plainChange, rule: "second" };
const approve = (name: string, expires = "2030-01-31") => ({
  fingerprint: name,
  reason: "Fine.",
  who: "Ada",
  expires,
});

test("an approval belongs to the change of its fingerprint", () => {
  const approval = approve(fingerprint(second));
  const { changes, approvals } = applyApprovals([first, second], [approval], "2026-01-01");
  expect(changes.map((change) => change.approval)).toEqual([undefined, approval]);
  expect(approvals).toEqual({ expired: [], unmatched: [] });
});

test("an approval never covers two changes", () => {
  const { changes } = applyApprovals([first, first], [approve(fingerprint(first))], "2026-01-01");
  expect(changes.filter((change) => change.approval !== undefined)).toHaveLength(1);
});

test("an approval counts on its last day, and not on the next", () => {
  const approval = approve(fingerprint(first), "2026-01-01");
  const count = (today: string) => applyApprovals([first], [approval], today);
  expect(count("2026-01-01").changes[0]?.approval).toEqual(approval);
  expect(count("2026-01-02").changes[0]?.approval).toBeUndefined();
  expect(count("2026-01-02").approvals).toEqual({ expired: [approval], unmatched: [] });
});

test("an approval that no change has is reported", () => {
  const approval = approve("0123456789ab");
  const used = (today: string) => applyApprovals([first], [approval], today).approvals;
  expect(used("2026-01-01")).toEqual({ expired: [], unmatched: [approval] });
  expect(used("2031-01-01")).toEqual({ expired: [approval], unmatched: [] });
});
