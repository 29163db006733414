import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { knownPreferences } from "../src/known-preferences.ts";

const packageFolder = new URL("..", import.meta.url);
const readme = readFileSync(new URL("README.md", packageFolder), "utf8");
const examples = [...readme.matchAll(/```ts\n(.*?)```\n\n```text\n(.*?)```/gs)].map(
  ([, code = "", output = ""]) => ({ code, output }),
);

test("every example of the README is followed by what it prints", () => {
  expect(examples).toHaveLength(readme.split("```ts\n").length - 1);
});

test.each(examples)("example %# of the README prints what it says", async ({ code, output }) => {
  const options = ["--conditions=@completions-api/source", "--input-type=module-typescript", "--eval", code];
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: packageFolder });
  expect(stdout).toBe(output);
});

test("the README has every preference, in the words of --help", () => {
  // The formatter aligns tables.
  const rows = readme
    .replaceAll(/ +/g, " ")
    .split("\n")
    .filter((line) => /^\| `[\w-]+=/.test(line));
  expect(rows).toEqual(
    Object.entries(knownPreferences).map(
      ([name, { value, meaning }]) => `| \`${name}=${value.replaceAll("|", "\\|")}\` | ${meaning} |`,
    ),
  );
});
