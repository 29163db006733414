import { readFileSync } from "node:fs";
import { testReadme } from "@completions-api/testing";
import { expect, test } from "vitest";
import { capabilities } from "../src/index.ts";

const folder = new URL("..", import.meta.url);
const readme = readFileSync(new URL("README.md", folder), "utf8");

testReadme(folder);

test("the page about cases shows one as it is in its file", () => {
  const page = readFileSync(new URL("docs/writing-cases.md", folder), "utf8");
  const [, shownCase] = /```ts\n(export .*?)```/s.exec(page) ?? [];
  const file = readFileSync(new URL("src/cases/parameters/temperature-bounds.ts", folder), "utf8");
  expect(file.slice(file.indexOf("export"))).toBe(shownCase);
});

test("the README lists every capability", () => {
  const [, section = ""] = readme.split("\n## Capabilities\n");
  const rows = section.matchAll(/^\| `([\w-]+)` +\| (.*?) +\|$/gm);
  expect(Array.from(rows, ([, name, meaning]) => [name, meaning])).toEqual(Object.entries(capabilities));
});
