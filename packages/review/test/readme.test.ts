import { readFileSync } from "node:fs";
import { testReadme } from "@completions-api/testing";
import { expect, test } from "vitest";
import { approveProgram } from "../src/command-line/approve-program.ts";
import { reviewProgram } from "../src/command-line/review-program.ts";
import { formats } from "../src/report/formats.ts";

const folder = new URL("..", import.meta.url);
const readme = readFileSync(new URL("README.md", folder), "utf8");

testReadme(folder);

test("the README lists every option and every format", () => {
  const options = Array.from(readme.matchAll(/^\| `--([a-z]+)/gm), ([, name]) => name);
  expect(options.toSorted()).toEqual(Object.keys(reviewProgram.options).toSorted());
  const rows = readme.slice(readme.indexOf("## Reports")).matchAll(/^\| `([a-z]+)` /gm);
  expect(Array.from(rows, ([, name]) => name)).toEqual([...formats]);
  expect(approveProgram.options.reason.isRequired).toBe(true);
});
