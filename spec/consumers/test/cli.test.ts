import { executeProgram } from "@completions-api/testing";
import { expect, test } from "vitest";

const cli = new URL("../src/cli.ts", import.meta.url);

test("an unknown consumer is an error that lists the known ones", async () => {
  const { code, stderr } = await executeProgram(cli, ["smal"]);
  expect(code).toBe(2);
  expect(stderr).toMatch(/^consumers: There is no consumer called "smal"\. There are: .*orval/);
});

test("--help says what the program does", async () => {
  const { code, stdout } = await executeProgram(cli, ["--help"]);
  expect(code).toBe(0);
  expect(stdout).toContain("--write");
});
