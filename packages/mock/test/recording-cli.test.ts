import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { readArguments } from "@completions-api/command-line";
import { executeProgram, RunningProgram, startServer } from "@completions-api/testing";
import { afterAll, expect, test } from "vitest";
import { program } from "../src/command/program.ts";
import { readRecordingOptions } from "../src/command/recording-options.ts";
import { ask } from "./support/ask.ts";

const cli = new URL("../src/cli.ts", import.meta.url);
const folder = mkdtempSync(join(tmpdir(), "cassettes-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Starts the command and waits for its greeting. */
function serve(...args: string[]): Promise<RunningProgram> {
  return RunningProgram.start(cli, ["--port", "0", ...args], { until: /"stream":true.*\n/ });
}

test("--record prints what breaks the contract, and --replay answers without the server", async () => {
  const server = createServer((_, response) => {
    const choices = [{ index: 0, text: "the secret text", finish_reason: "stop", logprobs: null }];
    const usage = { prompt_tokens: 1, completion_tokens: 1, total_tokens: 2 };
    const body = { id: "a", object: "text_completion", created: 1, model: "m", choices, usage };
    response.writeHead(202, { "content-type": "application/json" }).end(JSON.stringify(body));
  });
  await using upstream = await startServer(server);
  const cassette = join(folder, "cassette.jsonl");
  const question = { target: "/v1/completions", body: { prompt: "a" } };
  await using recorder = await serve("--record", upstream.url, "--cassette", cassette);
  expect((await ask(recorder, question)).status).toBe(202);
  expect(await recorder.stop()).toEqual([1, null]);
  expect(recorder.stdout).toContain(
    "POST /v1/completions → 202: schema: The spec has no status 202.\n1 exchange, 1 violation of the contract\n",
  );
  expect(recorder.stdout).not.toContain("secret");
  expect(readFileSync(cassette, "utf8")).toContain("the secret text");

  await using replayer = await serve("--replay", cassette, "--speed", "0");
  const response = await ask(replayer, question);
  expect(response.status).toBe(404);
  expect(await response.text()).toContain(`${cassette}:2: The response does not match the spec`);
  expect(await replayer.stop()).toEqual([0, null]);
});

test.each([
  [["--proxy", "127.0.0.1:80"], "--proxy must be the base URL of a server"],
  [["--proxy", "http://a", "--record", "http://a"], "Choose one of them"],
  [["--proxy", "http://a", "--replay", "a"], "exclude each other"],
  [["--on-violation", "refuse"], "--on-violation needs --proxy or --record"],
  [["--cassette", "a"], "--cassette needs --record"],
  [["--on-miss", "fail"], "--on-miss needs --replay"],
  [["--speed", "2"], "--speed needs --replay"],
  [["--replay", "a", "--speed", "-1"], "--speed"],
  [["--replay", "a", "--on-miss", "record"], "needs both --replay and --record"],
  [["--replay", "a", "--record", "http://a"], "both of them need --on-miss record"],
])("%s is refused in one line", (args, message) => {
  const read = () => {
    const given = readArguments(program, args);
    return "values" in given && readRecordingOptions(given.values, () => {});
  };
  expect(read).toThrow(message);
});

test.each([
  ["that is missing", ["--replay", join(folder, "missing")], /missing: The cassette cannot be read: ENOENT/],
  [
    "in a folder that is missing",
    ["--record", "http://a", "--cassette", join(folder, "none", "a")],
    /a: The cassette cannot be written: ENOENT/,
  ],
])("a cassette %s is reported in one line with exit code 2", async (_, args, message) => {
  const { code, stderr } = await executeProgram(cli, args);
  expect(code).toBe(2);
  expect(stderr).toMatch(message);
  expect(stderr).toMatch(/^completions-mock: .*\n$/);
});
