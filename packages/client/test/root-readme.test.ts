import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";

const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");

test("the client example prints a completion", async () => {
  const [, code = ""] = /^```ts\n(.*?)^```/ms.exec(readme) ?? [];
  const options = ["--conditions=@completions-api/source", "--input-type=module-typescript", "--eval", code];
  const { stdout } = await promisify(execFile)(process.execPath, options, {
    cwd: new URL("..", import.meta.url),
  });
  expect(stdout).toMatch(/^ Ishmael\. Can you land a full grown sperm whale/);
});
