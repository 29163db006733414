import { stripVTControlCharacters } from "node:util";
import { expect, test } from "vitest";
import { formatFailure } from "../../src/report/failure.ts";
import { formatText } from "../../src/report/text.ts";
import { createHostileReview, hostileTexts } from "./hostile-review.ts";
import { createReview } from "./sample-review.ts";

test("is short first, with details after", () => {
  const text = formatText(createReview(2));
  expect(text.slice(0, text.indexOf("\nWhat consumers"))).toBe(`breaking, needs a major version
spec/openapi.yaml: from main to the work tree
wire ✗ broken   stream ✓ kept   behaviour ? unknown   types ✓ kept
It must not merge: 1 break and 1 unknown are not approved and
\`.changeset/wide-owls-sing.md\` is not enough.
  ✓ \`info.version\` goes from 1.2.0 to 2.0.0.
  ✗ \`.changeset/wide-owls-sing.md\` asks for a minor version of
    \`@completions-api/spec\`, and the change needs a major one.

Not compared
  - The spec has \`webhooks\`, which the review does not compare.

Changes
  ✗ \`temperature\` must now be at most \`1\`, not \`2\`.
    spec/components/schemas/CreateCompletionRequest.yaml:42
    callers of \`POST /completions\`: breaks wire; keeps types
    a request is refused: \`temperature\` must be at most 1
    note: A caller under \`pass-through\` may already send more.
  ? The rule \`seed-repeats\` is worded differently.
    spec/paths/completions.yaml:88
    callers and readers of \`POST /completions\`: unknown for behaviour
    tried: the words of a rule have no schema to compare
`);
  expect(text.indexOf("Evidence")).toBeGreaterThan(text.indexOf("Lint"));
});

test("fits in 80 columns, but for what must not be broken", () => {
  const lines = formatText(createReview(20)).split("\n");
  const long = lines.filter((line) => line.length > 80);
  // A line to paste, a pointer and a place are one word each.
  expect(long.filter((line) => !/^ +(?:curl |\/\S+$|\S+:\d+$)/.test(line))).toEqual([]);
});

test("shortens a compiler's message among the changes, and has all of it in the evidence", () => {
  const review = createReview(3);
  const reason = `Property 'usage' does not exist on type '{ ${"id: string; ".repeat(20)}}'.`;
  const changes = review.changes.map((change) => {
    const { types } = change.effects;
    if (types?.effect !== "broken" || types.witness.kind !== "code") return change;
    return { ...change, effects: { types: { ...types, witness: { ...types.witness, reason } } } };
  });
  const text = formatText({ ...review, changes }).replaceAll(/\s+/g, " ");
  expect(text.split(reason)).toHaveLength(2);
  expect(text).toContain(`code does not compile: ${reason.slice(0, 159)}…`);
});

test("has colors only if asked", () => {
  const review = createReview(6);
  expect(formatText(review)).not.toContain("\u001B");
  const colored = formatText(review, { isColored: true });
  expect(colored).toContain("\u001B[31m✗");
  expect(stripVTControlCharacters(colored)).toBe(formatText(review));
});

test.each(hostileTexts)("a hostile text does nothing to the terminal: %j", (text) => {
  const output = formatText(createHostileReview(text, 3)) + formatFailure(text, "text");
  expect(output.replaceAll(/[\n\t]/g, "")).not.toMatch(/[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
});

test("a spec that the base does not have is new, in one line", () => {
  const review = createReview(0);
  const base = { revision: "main", file: undefined, version: undefined };
  expect(formatText({ ...review, base })).toBe("new: spec/openapi.yaml does not exist in main\n");
});
