import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { testReadme } from "@completions-api/testing";
import { expect, test } from "vitest";

const folder = new URL("..", import.meta.url);
testReadme(folder);

test("the README shows the help of its program", async () => {
  const readme = readFileSync(new URL("README.md", folder), "utf8");
  const [, code = ""] = /^```ts\n(import .*?)^```/ms.exec(readme) ?? [];
  const [, help = ""] = /^```text\n(Usage: .*?)^```/ms.exec(readme) ?? [];
  const options = ["--conditions=@completions-api/source", "--input-type=module-typescript", "--eval", code];
  const { stdout } = await promisify(execFile)(process.execPath, [...options, "--", "program", "--help"], {
    cwd: folder,
  });
  expect(stdout).toBe(help);
});
