import { expect, test } from "vitest";
import { addApproval } from "../../src/approvals/add-approval.ts";
import { parseApprovals } from "../../src/approvals/parse-approvals.ts";
import { approvalsFileOf, readApprovals } from "../../src/approvals/read-approvals.ts";
import { ReviewError } from "../../src/review-error.ts";
import { createTree } from "../create-tree.ts";

const file = "spec/approvals.yaml";
const approval = {
  fingerprint: "0123456789ab",
  reason: "Nobody uses it.",
  who: "Ada",
  expires: "2030-01-31",
};
const text = `# Why: the team decided it.

- fingerprint: 111111111111 # only digits
  reason: "First: a colon."
  who: Ada
  expires: 2030-01-31

# The second one.
- fingerprint: 222222222222
  reason: Second.
  who: Bob
  expires: 2030-02-28
`;

test("reads texts as texts, whatever they look like", () => {
  expect(parseApprovals(text, file)).toEqual([
    { fingerprint: "111111111111", reason: "First: a colon.", who: "Ada", expires: "2030-01-31" },
    { fingerprint: "222222222222", reason: "Second.", who: "Bob", expires: "2030-02-28" },
  ]);
});

test.each(["", "# nothing yet\n", "[]"])("a file without entries has no approvals: %j", (empty) => {
  expect(parseApprovals(empty, file)).toEqual([]);
});

test("a file that does not exist has no approvals", async () => {
  expect(approvalsFileOf("spec/openapi.yaml")).toBe(file);
  expect(approvalsFileOf("openapi.yaml")).toBe("approvals.yaml");
  expect(await readApprovals(createTree({}), file)).toEqual([]);
  expect(await readApprovals(createTree({ [file]: text }), file)).toHaveLength(2);
});

const entry = "- fingerprint: a\n  reason: b\n  who: c\n";

test.each([
  ["a: b", 1, "must be a list"],
  ["- fingerprint: [", 1, "not valid YAML"],
  [`${entry}  expires: 2030-01-31\n- word`, 5, "must have fingerprint, reason, who, expires"],
  [entry, 1, "expires is missing"],
  [`${entry}  expires: tomorrow`, 1, 'must be a day, such as 2030-12-31, not "tomorrow"'],
  [`${entry}  expires: 2030-02-31`, 1, "must be a day"],
  [`${entry}  expires: 2030-01-31\n  until: x`, 1, 'has no "until"'],
  [`${entry}  expires: [2030-01-31]`, 1, "expires must be a text"],
  [`${entry}  expires: 2030-01-31\n${entry}  expires: 2030-01-31`, 5, "Line 1 has the fingerprint a already"],
  ["- fingerprint: a\n  fingerprint: b", 2, "not valid YAML"],
  ["--- []\n--- []", 2, "not valid YAML"],
])("a malformed file fails, and names the line: %j", (malformed, line, problem) => {
  const parse = () => parseApprovals(malformed, file);
  expect(parse).toThrow(ReviewError);
  expect(parse).toThrow(`${file}:${line}: `);
  expect(parse).toThrow(problem);
});

test("an approval is added at the end, and every comment stays", () => {
  expect(addApproval(text, file, approval)).toBe(`${text}- fingerprint: 0123456789ab
  reason: Nobody uses it.
  who: Ada
  expires: 2030-01-31
`);
});

test("an approval replaces one of the same change", () => {
  const renewed = addApproval(text, file, { ...approval, fingerprint: "111111111111" });
  expect(renewed).toContain("# only digits");
  expect(parseApprovals(renewed, file)).toEqual([
    { ...approval, fingerprint: "111111111111" },
    { fingerprint: "222222222222", reason: "Second.", who: "Bob", expires: "2030-02-28" },
  ]);
});

test.each([undefined, "", "# nothing yet\n", "[]\n"])("an approval can be the first: %j", (empty) => {
  const written = addApproval(empty, file, approval);
  expect(parseApprovals(written, file)).toEqual([approval]);
  expect(written).toMatch(
    empty === undefined ? /^# Changes of the spec/ : /^(# nothing yet\n\n?)?- fingerprint/,
  );
});

test("an approval reads as it was written, whatever its texts are", () => {
  const odd = { ...approval, reason: "a: b # c\n- d\t\u0007'\"", who: "null" };
  expect(parseApprovals(addApproval(text, file, odd), file)[2]).toEqual(odd);
});
