import fc from "fast-check";
import { marked } from "marked";
import { expect, test } from "vitest";
import { escapeMarkdown, sentenceToMarkdown, toMarkdownBlock } from "../../src/report/escape-markdown.ts";
import { formatMarkdown } from "../../src/report/markdown.ts";
import { createHostileReview, hostileTexts } from "./hostile-review.ts";
import { createReview } from "./sample-review.ts";

const commentLimit = 65_536;

test("begins with the verdict, and folds the evidence", () => {
  const [verdict = "", details = ""] = formatMarkdown(createReview(2)).split("<details>");
  expect(verdict).toBe(`### Spec review: breaking, needs a major version

\`spec/openapi.yaml: from main to the work tree\`

wire ❌ broken · stream ✅ kept · behaviour ❓ unknown · types ✅ kept

**It must not merge: 1 break and 1 unknown are not approved and \`.changeset/wide-owls-sing.md\` is not enough.**

- ✅ \`info.version\` goes from 1.2.0 to 2.0.0.
- ❌ \`.changeset/wide-owls-sing.md\` asks for a minor version of \`@completions-api/spec\`, and the change needs a major one.

> **Not compared**
>
> - The spec has \`webhooks\`, which the review does not compare.

| | change | who is hit | promises | evidence |
| ---: | --- | --- | --- | --- |
| 1 | ❌ \`temperature\` must now be at most \`1\`, not \`2\`.<br>\`spec/components/schemas/CreateCompletionRequest.yaml:42\` | callers of \`POST /completions\` | breaks wire; keeps types | a request is refused: \`temperature\` must be at most 1 |
| 2 | ❓ The rule \`seed-repeats\` is worded differently.<br>\`spec/paths/completions.yaml:88\` | callers and readers of \`POST /completions\` | unknown for behaviour | tried: the words of a rule have no schema to compare |

`);
  expect(details).toMatch(/^\n<summary>Evidence of 2 changes<\/summary>\n\n.*```sh\ncurl -s /s);
});

test("nothing but cosmetics is one line", () => {
  const review = createReview(0);
  const quiet = {
    ...review,
    ...{ verdict: "none" as const, mayMerge: true, notCompared: [] },
    ...{ lint: { introduced: [], existing: 7 }, approvals: { expired: [], unmatched: [] } },
    consumers: { declarations: "", apiReports: "" },
  };
  expect(formatMarkdown(quiet)).toBe("**Spec review:** no change: 3 cosmetic edits\n");
  expect(formatMarkdown({ ...quiet, cosmetics: 1 })).toBe("**Spec review:** no change: 1 cosmetic edit\n");
  expect(formatMarkdown({ ...quiet, notCompared: ["It has links."] })).toContain("It has links.");
});

test("links to the lines of the source if it knows where they are", () => {
  const review = createReview(1);
  const [change] = review.changes;
  if (change === undefined) throw new Error("There is no change.");
  const odd = { ...change, source: { file: "a (b)/ü].yaml", line: 3 } };
  const sourceUrl = "https://github.com/o/r/blob/abc";
  expect(formatMarkdown({ ...review, changes: [odd] }, { sourceUrl })).toContain(
    "<br>[`ü].yaml:3`](https://github.com/o/r/blob/abc/a%20%28b%29/%C3%BC%5D.yaml#L3) | ",
  );
});

/** Returns the elements of a rendered text, without those of the report's own. */
function listElements(markdown: string): readonly string[] {
  const html = marked.parse(markdown, { async: false });
  return Array.from(html.matchAll(/<([a-z][a-z0-9]*)/gi), ([, name = ""]) => name.toLowerCase());
}

test.each(hostileTexts)("a hostile text stays a text: %j", (text) => {
  const markdown = formatMarkdown(createHostileReview(text));
  const allowed = new Set([...listElements(formatMarkdown(createReview(9))), "span"]);
  expect(listElements(markdown).filter((element) => !allowed.has(element))).toEqual([]);
  expect(listElements(markdown)).not.toContain("a");
  // Each change has one row, and each row has one cell per column.
  expect(listElements(markdown).filter((element) => element === "td")).toHaveLength(9 * 5);
  expect(listElements(markdown).filter((element) => element === "details")).toHaveLength(3);
});

test("a text is what a reader sees, whatever its characters are", () => {
  const characters = fc.constantFrom(...'\\`*_[]{}()<>#+-.!|~&$@:/=" 1a\n', "http://", "www.", "@b", "GH-1");
  fc.assert(
    fc.property(
      fc.array(characters, { maxLength: 12 }).map((parts) => parts.join("")),
      (text) => {
        const html = marked.parse(`x ${escapeMarkdown(text)} y`, { async: false });
        const shown = html
          .replaceAll(/<\/?(?:p|span)>/g, "")
          .replaceAll(/&#8203;|\u200B/g, "")
          .replaceAll("&lt;", "<")
          .replaceAll("&gt;", ">")
          .replaceAll("&quot;", '"')
          .replaceAll("&#124;", "|")
          .replaceAll("&#39;", "'")
          .replaceAll("&amp;", "&");
        expect(shown.trim().replaceAll(/\s+/g, " ")).toBe(`x ${text} y`.replaceAll(/\s+/g, " "));
      },
    ),
    { numRuns: 200 },
  );
});

test("a block of code ends where it should", () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom("`", "~", "\n", "a", "<", "    "), { maxLength: 20 }), (parts) => {
      const text = `${parts.join("")}.`;
      const tokens = marked.lexer(`${toMarkdownBlock(text, "json")}\n`);
      expect(tokens).toHaveLength(1);
      expect(tokens[0]).toMatchObject({ type: "code", text });
    }),
    { numRuns: 200 },
  );
});

test("GitHub finds no mention, reference or link in prose", () => {
  const text = escapeMarkdown(
    "@a org/b#1 #2 GH-3 https://c www.d.e 0123456789abcdef0123456789abcdef01234567",
  );
  const prose = text.replaceAll("&#8203;", "\u200B");
  expect(prose).not.toMatch(/@[\w-]|#\d|GH-\d|https?:\/\/|www\.|[0-9a-f]{7}/i);
  expect(sentenceToMarkdown("`@a` and @a")).toBe("`@a` and @&#8203;a");
});

test("what does not fit in a comment is left out, and said to be", () => {
  for (const count of [20, 100, 400, 2000]) {
    const markdown = formatMarkdown(createReview(count));
    expect(markdown.length).toBeLessThanOrEqual(commentLimit);
    const rows = markdown.match(/^\| \d+ \|/gm)?.length ?? 0;
    const left = Number(/_(\d+) more changes are left out/.exec(markdown)?.[1] ?? 0);
    expect(rows + left).toBe(count);
    expect(markdown.match(/<details>/g)?.length).toBe(markdown.match(/<\/details>/g)?.length);
  }
  const short = formatMarkdown(createReview(20), { maximumLength: 5000 });
  expect(short.length).toBeLessThanOrEqual(5000);
  expect(short).toMatch(/_20 proofs are left out: the report is too long for a comment._/);
});

test("one long text does not push out the others", () => {
  const long = formatMarkdown(createHostileReview("long ".repeat(40_000), 3));
  expect(long.length).toBeLessThanOrEqual(commentLimit);
  expect(long.match(/^\| \d+ \|/gm)).toHaveLength(3);
});
