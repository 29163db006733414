import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { capabilities } from "../src/index.ts";

const folder = new URL("..", import.meta.url);
const readme = readFileSync(new URL("README.md", folder), "utf8");

const [program = "", shownCase] = [...readme.matchAll(/```ts\n(.*?)```/gs)].map(([, code = ""]) => code);

test("the program of the README prints what it says", async () => {
  const [, output] = /```text\n(.*?)```/s.exec(readme) ?? [];
  const options = [
    "--conditions=@completions-api/source",
    "--input-type=module-typescript",
    "--eval",
    program,
  ];
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: folder });
  expect(stdout).toBe(output);
});

test("the case that the README shows is the one that there is", () => {
  const file = readFileSync(new URL("src/cases/parameters/temperature-bounds.ts", folder), "utf8");
  expect(file.slice(file.indexOf("export"))).toBe(shownCase);
});

test("the README has every capability", () => {
  const rows = readme.matchAll(/^\| `([\w-]+)` +\| (.*?) +\|$/gm);
  expect(Array.from(rows, ([, name, meaning]) => [name, meaning])).toEqual(Object.entries(capabilities));
});
