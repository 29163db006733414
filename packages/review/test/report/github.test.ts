import { expect, test } from "vitest";
import { formatFailure } from "../../src/report/failure.ts";
import { formatGithub } from "../../src/report/github.ts";
import { createHostileReview, hostileTexts } from "./hostile-review.ts";
import { createReview, plainChange, withChanges } from "./sample-review.ts";

const lineBreak = "%0A";

test("annotates the lines of the source, and ends with the verdict", () => {
  expect(formatGithub(createReview(2))).toBe(
    `::error file=spec/components/schemas/CreateCompletionRequest.yaml,line=42,title=maximum-lowered::\`temperature\` must now be at most \`1\`, not \`2\`.%0Aa request is refused: \`temperature\` must be at most 1%0A4e5b2bd02e80
::warning file=spec/paths/completions.yaml,line=88,title=rule-reworded::The rule \`seed-repeats\` is worded differently.${lineBreak}tried: the words of a rule have no schema to compare%0A0cacc68b1800
::warning file=spec/paths/completions.yaml,line=3,title=operation-4xx-response::Operation must have at least one \`4XX\` response.
Spec review: breaking, needs a major version. It must not merge: 1 break and 1 unknown are not approved and \`.changeset/wide-owls-sing.md\` is not enough.
`,
  );
});

test("escapes as the runner reads it", () => {
  const source = { file: "a,b:c%d.yaml", line: 1 };
  const review = withChanges([{ ...plainChange, source, sentence: "50 % of it: a, b." }]);
  const line = formatGithub(review)
    .split("\n")
    .find((each) => each.startsWith("::notice"));
  expect(line).toMatch(
    /^::notice file=a%2Cb%3Ac%25d.yaml,line=1,title=response-property-added::50 %25 of it: a, b.%0A/,
  );
});

test("prints no more annotations than GitHub shows", () => {
  const lines = formatGithub(createReview(100)).split("\n");
  const count = (level: string) => lines.filter((line) => line.startsWith(`::${level} `)).length;
  expect([count("error"), count("warning"), count("notice")]).toEqual([10, 2, 10]);
  expect(lines.at(-2)).toMatch(/\d+ annotations left out: GitHub shows 10 of each level\.$/);
});

test.each(hostileTexts)("a hostile text is no command: %j", (text) => {
  const review = createHostileReview(text, 3);
  const output = formatGithub(review) + formatFailure(`${text}\n${text}`, "github");
  const lines = output.trimEnd().split(/\r\n|\r|\n/);
  // The runner reads `::` after spaces, and in other lines `##[` anywhere.
  expect(lines.filter((line) => line.trim().startsWith("::") || line.includes("##["))).toHaveLength(5);
  for (const line of lines.filter((each) => each.startsWith("::"))) {
    expect(line).toMatch(/^::(?:error|warning|notice) (?:file=[^,:]*,line=\d+,)?title=[^,:]*::/);
  }
});
