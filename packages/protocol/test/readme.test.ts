import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const directory = fileURLToPath(new URL("..", import.meta.url));
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const examples = [...readme.matchAll(/```ts\n(.*?)```\n\n```text\n(.*?)```/gs)].map(
  ([, code = "", output = ""]) => ({
    code,
    output,
  }),
);

test("every example of the README is followed by what it prints", () => {
  expect(examples).toHaveLength(readme.split("```ts\n").length - 1);
});

test.each(examples)("an example of the README prints what it says", async ({ code, output }) => {
  const options = ["--conditions=@completions-api/source", "--input-type=module-typescript", "--eval", code];
  const { stdout } = await promisify(execFile)(process.execPath, options, { cwd: directory });
  expect(stdout).toBe(output);
});
