import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { type Column, type Matrix, mergeColumns } from "../src/matrix.ts";
import { toHtml } from "../src/to-html.ts";
import { toMarkdown } from "../src/to-markdown.ts";

const docs = new URL("../../../../docs/", import.meta.url);
const readDocs = (name: string) => readFileSync(new URL(name, docs), "utf8");

/** A column with one difference. */
function columnOf(id: string, reason: string): Column {
  return {
    ...{ id, name: id, face: "openai", version: "1 | 2", date: "2026-11-30", requests: 1, durationMs: 1 },
    verdicts: { usage: { outcome: "failed", reason }, "text-prompt": { outcome: "passed" } },
  };
}

test("the pages in docs are made from the data beside them", () => {
  const matrix: Matrix = JSON.parse(readDocs("compatibility.json"));
  expect(matrix.columns.length).toBeGreaterThan(0);
  expect(readDocs("compatibility.md")).toBe(toMarkdown(matrix));
  expect(readDocs("compatibility.html")).toBe(toHtml(matrix));
});

test("a server that is run again replaces its column, and the others stay", () => {
  const matrix = { columns: [columnOf("one", "old"), columnOf("two", "old")] };
  const otherFace: Column = { ...columnOf("one", "new"), face: "completions" };
  const merged = mergeColumns(matrix, [columnOf("two", "new"), columnOf("three", "new"), otherFace]);
  expect(merged.columns.map(({ id, face, verdicts }) => [id, face, verdicts.usage?.reason])).toEqual([
    ["one", "completions", "new"],
    ["one", "openai", "old"],
    ["three", "openai", "new"],
    ["two", "openai", "new"],
  ]);
});

test("the servers of the list come first, then endpoints by name, in whichever order they ran", () => {
  const ids = ["vLLM", "mock", "dasllama", "prism"];
  const columns = ids.map((id) => columnOf(id, "new"));
  let matrix: Matrix = { columns: [] };
  for (const column of columns) matrix = mergeColumns(matrix, [column], ["prism", "gateway", "mock"]);
  expect(matrix.columns.map(({ id }) => id)).toEqual(["prism", "mock", "dasllama", "vLLM"]);
});

test("the words of a server are text on both pages", () => {
  const hostile = columnOf("server", 'got <img onerror="x"> \u202e `a` | [b](c)\n# d');
  const html = toHtml({ columns: [hostile] });
  expect(html).not.toContain("<img");
  expect(html).toContain("&lt;img onerror=&quot;x&quot;&gt; \uFFFD");
  const markdown = toMarkdown({ columns: [hostile] });
  expect(markdown).toContain(String.raw`\<img onerror="x"\>   \`a\` \| \[b\](c) \# d`);
  expect(markdown).toContain(String.raw`1 \| 2`);
});

test("a known fault has a link to its report", () => {
  const column = { ...columnOf("llama.cpp", "text is lost"), verdicts: {} };
  const verdicts = { "stop-almost-met": { outcome: "failed", reason: "text is lost" } } as const;
  const url = "https://github.com/ggml-org/llama.cpp/pull/15007";
  expect(toMarkdown({ columns: [{ ...column, verdicts }] })).toContain(`text is lost ([reported](${url}))`);
  expect(toHtml({ columns: [{ ...column, verdicts }] })).toContain(
    `text is lost <a href="${url}">Reported.</a>`,
  );
});
