import { marked } from "marked";
import { expect, test } from "vitest";
import { formatMarkdown } from "../../src/reports/markdown.ts";
import { toMarkdownCode } from "../../src/reports/markdown-text.ts";
import { createResults, createRun, hostileText } from "../support/results.ts";

function render(markdown: string): string {
  return marked.parse(markdown, { async: false, gfm: true });
}

/** Returns the elements of a rendered text. */
function listElements(markdown: string): readonly string[] {
  return Array.from(render(markdown).matchAll(/<([a-z][a-z0-9]*)/gi), ([, name = ""]) => name.toLowerCase());
}

test("begins with the totals and a table of the failures, and folds the rest", () => {
  const markdown = formatMarkdown(createRun("whale"));
  const [start = "", ...details] = markdown.split("<details>\n");
  expect(start).toBe(`### ❌ Contract of the completions API

1 passed, 2 failed, 1 flipped, 1 warned, 2 not applicable, 1 inconclusive on the face completions; 5 of the 6 cases that ran could have failed.

\`http://127.0.0.1:4010\`, \`whale\`, tested with version 1.2.3.

> ⚠️ \`every text is whale\`

| | case | wanted | found |
| --- | --- | --- | --- |
| ❌ | \`text-prompt\`<br>A string is one prompt | \`status 200 whale\` | \`whale\` |
| ❌ | \`token-missing\`<br>A missing token gets a 401 |  | \`timed out whale\` |
| 🎲 | \`seed-repeats\`<br>The same seed gives the same text | \`status 200 whale\` | \`whale\` |
| ⚠️ | \`stream-comments\`<br>Comments mean nothing | \`status 200 whale\` | \`whale\` |

`);
  expect(details.map((part) => part.split("\n")[0])).toEqual([
    "<summary>Details</summary>",
    "<summary>Without a verdict</summary>",
    "<summary>Capabilities</summary>",
  ]);
  expect(details[0]).toContain("\n```sh\ncurl 'http://127.0.0.1:4010/completions");
  expect(details[0]).toContain("\n```text\nHTTP 500, content-type: application/json\nwhale\n```\n");
  expect(details[1]).toContain("- not applicable: `lacks whale`: `logprobs-shape`, `best-of-bounds`\n");
  expect(details[2]).toContain("- `fingerprint`: unknown (`whale`)\n");
});

test("is short if all is well", () => {
  const [passed] = createResults("");
  const run = { ...createRun("m", passed && [passed]), capabilities: [], warnings: [] };
  expect(formatMarkdown(run)).toBe(`### ✅ Contract of the completions API

1 passed, 0 failed on the face completions; 1 of the 1 cases that ran could have failed.

\`http://127.0.0.1:4010\`, \`m\`, tested with version 1.2.3.
`);
});

test.each([
  hostileText,
  "a | b \\| c",
  "` `` ```",
  "<details></summary>",
  "https://example.com www.example.com a@b.cd",
])("a hostile text stays a text: %j", (text) => {
  const ordinary = listElements(formatMarkdown(createRun("whale")));
  const titled = createResults(text).map((result) => ({ ...result, title: text }));
  const hostile = listElements(formatMarkdown(createRun(text, titled)));
  // Titles of ours may have code.
  expect(hostile.filter((element) => element !== "code")).toEqual(
    ordinary.filter((element) => element !== "code"),
  );
});

test("fits the summary of a job, however much fails", () => {
  const [, failed] = createResults(hostileText.repeat(100));
  const results =
    failed &&
    Array.from({ length: 500 }, (_, index) => ({
      ...{ ...failed, id: `case-${index}` },
      failure: { expected: String.fromCodePoint(0x4e00 + index), actual: hostileText },
    }));
  const markdown = formatMarkdown(createRun("whale", results));
  expect(markdown).toContain("400 more are in the other reports.");
  expect(Buffer.byteLength(markdown)).toBeLessThan(1024 * 1024);
});

test.each(["", " ", "`", "a`", " a ", "``"])("the code %j is shown as it is", (text) => {
  const html = render(`a ${toMarkdownCode(text, 99)} b`);
  expect(html).toBe(text === "" ? "<p>a (empty) b</p>\n" : `<p>a <code>${text}</code> b</p>\n`);
});
