import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const packageFolder = new URL("..", import.meta.url);
const readme = readFileSync(new URL("README.md", packageFolder), "utf8");
const examples = [...readme.matchAll(/```ts\n(.*?)```\n\n```text\n(.*?)```/gs)].map(
  ([, code = "", output = ""]) => ({
    code,
    output,
  }),
);

test("every example of the README is run", () => {
  expect(examples.length).toBe(readme.split("```ts\n").length - 1);
});

test.each(examples)("example %# prints what the README says", async ({ code, output }) => {
  const options = ["--conditions=@completions-api/source", "--input-type=module-typescript", "--eval", code];
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: packageFolder });
  expect(stdout.trimEnd()).toBe(output.trimEnd());
});
