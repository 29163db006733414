import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import { startMock } from "@completions-api/mock";
import { nodeBinary, nodeVersions, runtimeFile, runtimesHint } from "@completions-api/testing";
import { expect, test } from "vitest";
import { readmeFiles } from "../support/readme-files.ts";

// What the README says about CommonJS and Jest. Like the other programs here, these use the client's build.
const folder = import.meta.dirname;

for (const version of nodeVersions) {
  test(`a CommonJS module requires the client in Node ${version}`, async ({ skip }) => {
    const binary = nodeBinary(version);
    if (!existsSync(binary)) skip(`Not installed: ${runtimesHint}.`);
    await using mock = await startMock({ port: 0 });
    const code = readmeFiles.get("complete.cjs")?.replace("https://completions.example.com", mock.url) ?? "";
    const { stdout, stderr } = await promisify(execFile)(binary, ["--eval", code], {
      cwd: folder,
      env: { COMPLETIONS_KEY: "any-token" },
    });
    expect({ stdout, stderr }).toEqual({ stdout: " Ishmael\n", stderr: "" });
  });
}

test("Jest runs a test that imports the client", async ({ skip }) => {
  const jest = runtimeFile("jest/bin/jest.js");
  if (!existsSync(jest)) skip(`Not installed: ${runtimesHint}.`);
  // A folder that Git ignores.
  const rootFolder = join(folder, "dist/jest");
  await mkdir(rootFolder, { recursive: true });
  await writeFile(join(rootFolder, "complete.test.mjs"), readmeFiles.get("complete.test.mjs") ?? "");
  const options = [jest, "--rootDir", rootFolder, "--testMatch", "**/*.test.mjs", "--watchman=false"];
  const { stderr } = await promisify(execFile)(process.execPath, options, {
    env: { ...process.env, NODE_OPTIONS: "--experimental-vm-modules" },
  });
  expect(stderr).toContain("1 passed");
});
