import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { type Mock, startMock } from "@completions-api/mock";
import { type ProgramResult, runProgram } from "@completions-api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readArguments, UsageError } from "../src/cli/arguments.ts";
import { capabilities, contractCases } from "../src/index.ts";
import { ignoresParameter } from "./support/alterations.ts";
import { startProxy } from "./support/altering-proxy.ts";
import { capabilitiesOfMock } from "./support/run-cases.ts";

const token = "abcde12345";
const cli = new URL("../src/cli.ts", import.meta.url);

/** Runs the command, whose output must never contain the token. */
async function run(...args: readonly string[]): Promise<ProgramResult> {
  const { code, stdout, stderr } = await runProgram(cli, args);
  expect(stdout + stderr).not.toContain(token);
  return { code, stdout, stderr };
}

let mock: Mock;

beforeAll(async () => {
  mock = await startMock({ port: 0 });
});

afterAll(() => mock.close());

test("exits with 0 if no case failed, and prints each result", async () => {
  const only = ["--only", "text-prompt", "--only", "rate-limited"];
  expect(await run(mock.url, "--token", token, ...only)).toEqual({
    code: 0,
    stdout: `passed  text-prompt: A string is one prompt, also an empty one
skipped rate-limited: A 429 is JSON of its schema, and says when to try again
        the target lacks prefer

1 passed, 0 failed, 1 skipped
`,
    stderr: "",
  });
});

test("exits with 1 if a case failed, and prints the reason", async () => {
  await using proxy = await startProxy(mock.url);
  proxy.alteration = ignoresParameter("prompt");
  const { code, stdout, stderr } = await run(proxy.url, "--token", token, "--only", "text-prompt");
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(stdout).toMatch(
    /^failed {2}text-prompt: .*\n {8}expected completion, got error invalid_parameter: .*\n/,
  );
  expect(stdout).toMatch(/\n0 passed, 1 failed, 0 skipped\n$/);
});

test("runs every case by default with the given capabilities, and prints JSON on request", async () => {
  const given = capabilitiesOfMock.flatMap((name) => ["--capability", name]);
  const { code, stdout } = await run(mock.url, "--token", token, "--json", ...given);
  const results = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  expect(results.map(({ id, outcome }) => [id, outcome])).toEqual(
    contractCases.map(({ id }) => [id, id === "token-unknown" ? "skipped" : "passed"]),
  );
  expect(code).toBe(0);
});

test("exits with 2 if no server responds", async () => {
  const other = await startMock({ port: 0 });
  await other.close();
  const { code, stdout, stderr } = await run(other.url, "--token", token);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(`completions-contract: Nothing answers at ${other.url}: `);
});

test("exits with 2 for wrong arguments", async () => {
  expect(await run("--token", token)).toEqual({
    code: 2,
    stdout: "",
    stderr: "completions-contract: Name one base URL. Try completions-contract --help.\n",
  });
});

test.each([
  ["Name one base URL.", ["http://127.0.0.1", "http://127.0.0.1", "--token", token]],
  ['"whale" is no URL of http or https.', ["whale", "--token", token]],
  ["user name or password.", ["http://whale:ship@127.0.0.1", "--token", token]],
  ['The base URL must end before "?a=b".', ["http://127.0.0.1/?a=b", "--token", token]],
  ["--timeout must be whole seconds", ["http://127.0.0.1", "--token", token, "--timeout", "1.5"]],
  ["--timeout must be whole seconds", ["http://127.0.0.1", "--token", token, "--timeout", "0"]],
  ["--token must be visible ASCII.", ["http://127.0.0.1"]],
  ["--token must be visible ASCII.", ["http://127.0.0.1", "--token", "wh ale"]],
  ['There is no case "whale".', ["http://127.0.0.1", "--token", token, "--only", "whale"]],
  ['There is no capability "swim".', ["http://127.0.0.1", "--token", token, "--capability", "swim"]],
  ["Unknown option '--whale'", ["http://127.0.0.1", "--token", token, "--whale"]],
])("refuses wrong arguments: %s", (message, args) => {
  expect(() => readArguments(args)).toThrow(UsageError);
  expect(() => readArguments(args)).toThrow(message);
});

test("--timeout is in seconds", () => {
  expect(readArguments(["http://127.0.0.1", "--token", token, "--timeout", "60"])).toMatchObject({
    timeout: 60_000,
  });
});

test("ends quietly if its output is closed early", async () => {
  const child = spawn(
    process.execPath,
    ["--conditions=@completions-api/source", fileURLToPath(cli), mock.url, "--token", token],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  child.stdout.destroy();
  expect(await text(child.stderr)).toBe("");
  expect(child.exitCode ?? (await once(child, "exit"))[0]).toBe(2);
});

test("--help lists every capability", async () => {
  const { code, stdout } = await run("--help");
  expect(code).toBe(0);
  for (const [name, meaning] of Object.entries(capabilities))
    expect(stdout).toMatch(`  ${name.padEnd(14)} ${meaning}`);
});
