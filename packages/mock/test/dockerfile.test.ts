import { execFile } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { RunningProgram } from "@completions-api/testing";
import { validate } from "dockerfile-utils";
import { expect, test } from "vitest";

const dockerfile = readFileSync(new URL("../Dockerfile", import.meta.url), "utf8");

/** Reads the command that follows a keyword, as a list. */
function readCommand(keyword: RegExp): string[] {
  const line = dockerfile.split("\n").find((text) => keyword.test(text)) ?? "";
  return JSON.parse(line.slice(line.indexOf("[")));
}

test("Docker's linter finds no problem", () => {
  expect(validate(dockerfile)).toEqual([]);
});

test("the health check of the image tells whether its command listens, on all addresses", async () => {
  const [program, file, ...args] = readCommand(/^ENTRYPOINT/);
  expect([program, file]).toEqual(["node", "dist/cli.js"]);
  const cli = new URL("../src/cli.ts", import.meta.url);
  await using mock = await RunningProgram.start(cli, [...args, "--port", "0"]);
  const { hostname, port } = new URL(mock.url);
  expect(hostname).toBe("0.0.0.0");

  const [, ...check] = readCommand(/^HEALTHCHECK/);
  const options = check.map((option) => option.replace(":4010/", `:${port}/`));
  const runCheck = () => once(execFile(process.execPath, options), "close");
  expect(await runCheck()).toEqual([0, null]);
  await mock.stop();
  expect(await runCheck()).toEqual([1, null]);
});
