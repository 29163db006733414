import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { readArguments, UsageError } from "@completions-api/command-line";
import { type Mock, startMock } from "@completions-api/mock";
import { executeProgram, type ProgramResult } from "@completions-api/testing";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ignoresParameter } from "../mutants/src/proxy/alterations.ts";
import { startProxy } from "../mutants/src/proxy/altering-proxy.ts";
import packageJson from "../package.json" with { type: "json" };
import { checkOptions } from "../src/cli/check-options.ts";
import { program } from "../src/cli/program.ts";
import { runCommand } from "../src/cli/run-command.ts";
import { capabilities, suiteOf } from "../src/index.ts";
import { capabilitiesOfMock } from "./support/run-cases.ts";
import { createTemporaryFolder } from "./support/temporary-folder.ts";

// Not the example of the spec, which the catalogue quotes.
const token = "call-me-ishmael-1851";
const cli = new URL("../src/cli.ts", import.meta.url);

async function run(...args: readonly string[]): Promise<ProgramResult> {
  const { code, stdout, stderr } = await executeProgram(cli, args);
  expect(stdout + stderr).not.toContain(token);
  return { code, stdout, stderr };
}

let mock: Mock;

beforeAll(async () => {
  mock = await startMock({ port: 0 });
});

afterAll(() => mock.close());

test("exits with 0 if no case failed, and prints each result", async () => {
  const options = ["--only", "text-prompt", "--only", "rate-limited", "--capability", "no-prefer"];
  expect(await run(mock.url, "--token", token, ...options)).toEqual({
    code: 0,
    stdout: `${mock.url}/completions completes prompts on the face completions

not applicable  rate-limited: A 429 is JSON that follows its schema, and says when to retry
passed  text-prompt: A string is one prompt, in any script

Without a verdict
  not applicable: the target lacks prefer
    rate-limited

Capabilities
  prefer: no (declared)

1 passed, 0 failed, 1 not applicable on the face completions; 1 of the 1 cases that ran could have failed
`,
    stderr: "",
  });
});

test("exits with 1 if a case failed, and prints why", async () => {
  await using proxy = await startProxy(mock.url);
  proxy.alteration = ignoresParameter("prompt");
  const { code, stdout, stderr } = await run(
    proxy.url,
    ...["--token", token, "--only", "text-prompt", "--face", "completions"],
  );
  expect({ code, stderr }).toEqual({ code: 1, stderr: "" });
  expect(stdout).toMatch(
    /\n\nfailed {2}text-prompt: .*\n\n(.*\n){2} {2}asked {3}curl '.*\n {2}got {5}HTTP 422, .*\n.*\n {2}wanted {2}completion\n {2}found {3}error invalid_parameter: .*\n/,
  );
  expect(stdout).toMatch(/\n0 passed, 1 failed on the face completions; 1 of the 1 cases .*\n$/);
});

test("runs every case of a face by default, with the given capabilities, and prints JSON on request", async () => {
  const given = capabilitiesOfMock.flatMap((name) => ["--capability", name]);
  const { code, stdout } = await run(
    `${mock.url}/v1`,
    ...["--token", token, "--face", "openai", "--json"],
    ...given,
  );
  const results = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line));
  const toLine = (id: string, outcome: string) => `openai ${id} ${outcome}`;
  const others = new Map([
    ["token-unknown", "not-applicable"],
    ["request-ids-differ", "inconclusive"],
  ]);
  // Those that may stop a server run last.
  expect(results.map(({ id, outcome }) => toLine(id, outcome)).sort()).toEqual(
    suiteOf("openai")
      .map(({ id }) => toLine(id, others.get(id) ?? "passed"))
      .sort(),
  );
  expect(new Set(results.map(({ face }) => face))).toEqual(new Set(["openai"]));
  expect(code).toBe(0);
});

test("exits with 2 if nothing answers", async () => {
  const other = await startMock({ port: 0 });
  await other.close();
  const { code, stdout, stderr } = await run(other.url, "--token", token);
  expect({ code, stdout }).toEqual({ code: 2, stdout: "" });
  expect(stderr).toContain(`POST ${other.url}/completions: no answer`);
  const stated = await run(other.url, "--token", token, "--face", "completions");
  expect(stated.code).toBe(2);
  expect(stated.stderr).toContain(`completions-contract: No server responds at ${other.url}: `);
});

test("exits with 2 for a case that the face does not have", async () => {
  const other = await run(mock.url, "--token", token, "--only", "echo-type");
  expect(other.stderr).toBe('completions-contract: The face completions has no case "echo-type".\n');
  const { code, stderr } = await run(mock.url, "--token", token, "--only", "whale");
  expect({ code, stderr }).toEqual({
    code: 2,
    stderr: 'completions-contract: There is no case "whale". --list prints the cases.\n',
  });
});

test("compares a run with what was expected of it", async () => {
  using folder = createTemporaryFolder();
  const file = join(folder.path, "expected.json");
  const args = ["--token", token, "--only", "text-prompt,usage", "--face", "completions", "--expect", file];
  await using proxy = await startProxy(mock.url);
  proxy.alteration = ignoresParameter("prompt");
  expect(await run(proxy.url, ...args, "--update-expect")).toMatchObject({ code: 0 });
  expect(await readFile(file, "utf8")).toContain('"text-prompt": "failed"');
  expect(await run(proxy.url, ...args)).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("\nEverything is as expected.\n"),
  });
  expect(await run(mock.url, ...args)).toMatchObject({
    code: 1,
    stdout: expect.stringContaining("text-prompt passes, and is expected to fail"),
  });
});

test("writes reports of a run", async () => {
  using folder = createTemporaryFolder();
  const files = ["run.json", "run.xml", "run.md", "run.html", "run.badge.json"].map((name) =>
    join(folder.path, name),
  );
  const har = join(folder.path, "exchanges");
  const reports = files.flatMap((file) => ["--report", file]);
  const only = ["--only", "text-prompt"];
  expect((await run(mock.url, "--token", token, ...only, ...reports, "--har", har)).code).toBe(0);
  for (const file of files) expect(await readFile(file, "utf8")).toMatch(/1 passed|text-prompt|1 of 1/);
  expect(JSON.parse(await readFile(har, "utf8")).log.entries.length).toBeGreaterThan(0);
  const judged = await run("--from-har", har);
  expect(judged.code).toBe(0);
  expect(judged.stdout).toMatch(/^passed {2}exchange-1: .*\n/);
  const missing = await run("--from-har", join(folder.path, "missing"));
  expect(missing).toMatchObject({
    code: 2,
    stdout: "",
    stderr: expect.stringMatching(/^completions-contract: .*missing: .+\n$/),
  });
});

test("fuzzes a server, and prints the smallest request that gets a wrong response", async () => {
  await using proxy = await startProxy(mock.url);
  proxy.alteration = ignoresParameter("prompt");
  const fuzzes = ["--token", token, "--face", "completions", "--fuzz", "50", "--seed", "7"];
  const found = await run(proxy.url, ...fuzzes);
  expect(found.code).toBe(1);
  const [, again = ""] =
    /^completions-contract (\S+ --face completions --fuzz 1 --seed 7 --path \S+)$/m.exec(found.stdout) ?? [];
  expect((await run(...again.split(" "), "--token", token)).code).toBe(1);
  const none = await run(mock.url, ...fuzzes);
  expect(none).toMatchObject({
    code: 0,
    stdout: expect.stringContaining("50 requests of the seed 7, and every response follows the contract"),
  });
});

test("prints the cases instead of running them", async () => {
  const { code, stdout } = await run("--list", "--json", "--face", "openai");
  expect(code).toBe(0);
  expect(JSON.parse(stdout).cases.map(({ id }: { id: string }) => id)).toEqual(
    suiteOf("openai").map(({ id }) => id),
  );
  expect((await run("--list")).stdout).toContain("text-prompt");
});

test.each([
  ["<url> is required.", ["--token", token]],
  ["The environment variable WHALE is not set.", ["http://127.0.0.1", "--key-env", "WHALE"]],
  [
    "--token and --key-env exclude each other. Leave one of them out.",
    ["http://127.0.0.1", "--key-env", "WHALE", "--token", token],
  ],
  ["Unknown option '--tokn'. Did you mean --token? Try completions-contract --help.", [`--tokn=${token}`]],
])("exits with 2 for wrong arguments: %s", async (message, args) => {
  const expected = { code: 2, stdout: "", stderr: `completions-contract: ${message}\n` };
  expect(await run(...args)).toEqual(expected);
});

test.each([
  ["Expected 1 argument but got 2.", ["http://127.0.0.1", "http://127.0.0.1", "--token", token]],
  ['<url> must be a URL that begins with http:// or https://, not "whale".', ["whale", "--token", token]],
  ["<url> must not contain a user name or a password.", ["http://whale:ship@127.0.0.1", "--token", token]],
  ['<url> must end before "?a=b".', ["http://127.0.0.1/?a=b", "--token", token]],
  [
    "--timeout must be a whole number from 1 to 86400",
    ["http://127.0.0.1", "--token", token, "--timeout", "1.5"],
  ],
  [
    "--timeout must be a whole number from 1 to 86400",
    ["http://127.0.0.1", "--token", token, "--timeout", "0"],
  ],
  ["--token must be visible ASCII characters.", ["http://127.0.0.1", "--token", "wh ale"]],
  ["--token must be visible ASCII characters.", ["http://127.0.0.1", "--token", ""]],
  [
    `--capability must be one of ${Object.keys(capabilities).join(", ")}, or one of them after "no-", not "swim".`,
    ["http://127.0.0.1", "--token", token, "--capability", "swim"],
  ],
  [
    '--face must be one of completions, openai, not "whale".',
    ["http://127.0.0.1", "--token", token, "--face", "whale"],
  ],
  ["Unknown option '--whale'.", ["http://127.0.0.1", "--token", token, "--whale"]],
])("refuses wrong arguments: %s", (message, args) => {
  expect(() => readArguments(program, args)).toThrow(UsageError);
  expect(() => readArguments(program, args)).toThrow(message);
});

test("ends silently if the reader of the results stops before the end", async () => {
  const child = spawn(
    process.execPath,
    ["--conditions=@completions-api/source", fileURLToPath(cli), mock.url, "--token", token],
    { stdio: ["ignore", "pipe", "pipe"] },
  );
  child.stdout.destroy();
  expect(await text(child.stderr)).toBe("");
  expect(child.exitCode ?? (await once(child, "exit"))[0]).toBe(2);
});

test("--help documents every option and capability", async () => {
  const { code, stdout } = await run("--help");
  expect(code).toBe(0);
  for (const option of Object.keys(program.options))
    expect(stdout).toMatch(new RegExp(`\n  (--)?${option} `));
  const words = stdout.replaceAll(/\s+/g, " ");
  for (const [name, meaning] of Object.entries(capabilities)) expect(words).toContain(` ${name} ${meaning} `);
  for (const line of stdout.split("\n")) expect(line.length).toBeLessThanOrEqual(100);
});

test("--version prints the version", async () => {
  expect(await run("--version")).toEqual({ code: 0, stdout: `${packageJson.version}\n`, stderr: "" });
});

test("--list prints the cases that are selected", async () => {
  const { stdout } = await run("--list", "--only", "text-prompt,stop-form", "--skip", "stop-form", "--json");
  expect(JSON.parse(stdout).cases.map(({ id }: { id: string }) => id)).toEqual(["text-prompt"]);
});

test.each([
  [["--from-har", "a.har", "http://127.0.0.1:1"], "<url> and --from-har exclude each other."],
  [["--from-har", "a.har", "--fuzz", "1"], "--fuzz and --from-har exclude each other."],
  [["http://127.0.0.1:1", "--seed", "1"], "--seed needs --fuzz."],
  [["http://127.0.0.1:1", "--path", "0"], "--path needs --fuzz."],
  [["http://127.0.0.1:1", "--fuzz", "1", "--path", "0"], "--path needs --seed."],
  [["http://127.0.0.1:1", "--fuzz", "1", "--report", "a.json"], "--fuzz and --report exclude each other."],
  [["http://127.0.0.1:1", "--fuzz", "1", "--expect", "a.json"], "--fuzz and --expect exclude each other."],
  [["http://127.0.0.1:1", "--only", "whale"], 'There is no case "whale". --list prints the cases.'],
  [
    ["http://127.0.0.1:1", "--report", "/missing/a.json"],
    "/missing/a.json cannot be written: no such file or directory",
  ],
  [["http://127.0.0.1:1", "--har", "/"], "/ cannot be written: it is a folder"],
])("%j is refused before any request", async (args, message) => {
  const read = readArguments(program, args);
  if (!("values" in read)) throw new Error("The options are missing.");
  await expect(checkOptions(read.values)).rejects.toThrow(new UsageError(message));
});

test.each([
  ["{", "It is not JSON, so it is not an HTTP Archive."],
  ['{"log":{}}', "It is not an HTTP Archive: the list log.entries is missing."],
  ['{"log":{"entries":[]}}', "No request of it is one for a text completion."],
])("the archive %s has nothing to judge", async (text, message) => {
  using folder = createTemporaryFolder();
  const file = join(folder.path, "a.har");
  await writeFile(file, text);
  const read = readArguments(program, ["--from-har", file]);
  if (!("values" in read)) throw new Error("The options are missing.");
  await expect(runCommand(read.values)).rejects.toThrow(new UsageError(`${file}: ${message}`));
});
