import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { startMock } from "@completions-api/mock";
import { describe, expect, test } from "vitest";
import { createApiKey } from "../src/auth/api-keys.ts";
import { formatGreeting } from "../src/command-line/greeting.ts";
import { execPython, missingPython } from "./clients/python-environment.ts";
import { serveConfig } from "./support/serve-config.ts";
import { startTestGateway, token } from "./support/start-gateway.ts";

const run = promisify(execFile);
const readme = readFileSync(new URL("../../../README.md", import.meta.url), "utf8");
const servesAt = "http://127.0.0.1:8080";

/** Finds the code block in `language` that contains `marker`. */
function findBlock(language: string, marker: string): string {
  const blocks = [...readme.matchAll(new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "gs"))];
  const block = blocks.map(([, code = ""]) => code).find((code) => code.includes(marker));
  if (block === undefined) throw new Error(`The README has no ${language} block with ${marker}.`);
  return block;
}

test("shows the curl command that the gateway prints", () => {
  const curl = findBlock("sh", "curl").trim().replaceAll(" \\\n  ", " ");
  expect(formatGreeting(servesAt, { faces: ["completions", "openai"], hasSite: true }).split("\n")).toContain(
    curl,
  );
});

test("prints a curl command that works if only OpenAI's clients are served", async () => {
  await using gateway = await startTestGateway({ faces: ["openai"] });
  const greeting = formatGreeting(gateway.url, { key: token, faces: ["openai"], hasSite: false });
  const { stdout } = await run("sh", ["-c", /^curl .*$/m.exec(greeting)?.[0] ?? ""]);
  expect(JSON.parse(stdout)).toMatchObject({ choices: [{ logprobs: null }] });
});

test("shows the response to the curl command", async () => {
  const { key, entry } = createApiKey("reader");
  await using gateway = await serveConfig({}, { keys: [entry] });
  const curl = findBlock("sh", "curl").replace(servesAt, gateway.url);
  const { stdout } = await run("sh", ["-c", curl], { env: { ...process.env, KEY: key } });
  const shown = JSON.parse(findBlock("json", "cmpl-"));
  const { id, created } = JSON.parse(stdout);
  expect(JSON.parse(stdout)).toEqual({ ...shown, id, created });
});

describe("OpenAI's client prints the completion", () => {
  const text = " Ishmael. Can you land a full grown sperm whale something less than 2000\n";

  /** Runs a program with the gateway and with the mock as its server. Returns what it printed. */
  async function runWithBoth(
    code: string,
    execute: (code: string, variables: Record<string, string>) => Promise<string>,
  ): Promise<string[]> {
    const { key, entry } = createApiKey("reader");
    await using gateway = await serveConfig({}, { keys: [entry] });
    await using mock = await startMock({ port: 0 });
    return await Promise.all([
      execute(code.replace(servesAt, gateway.url), { KEY: key }),
      execute(code.replace(servesAt, mock.url), { KEY: "any-key" }),
    ]);
  }

  test("in JavaScript", async () => {
    const printed = await runWithBoth(findBlock("js", "OpenAI"), async (code, variables) => {
      const options = ["--input-type=module", "--eval", code];
      const cwd = new URL("..", import.meta.url);
      return (await run(process.execPath, options, { cwd, env: { ...process.env, ...variables } })).stdout;
    });
    expect(printed).toEqual([text, text]);
  });

  test("in Python", async ({ skip }) => {
    if (missingPython) skip(missingPython);
    const printed = await runWithBoth(findBlock("python", "OpenAI"), (code, variables) =>
      execPython(["-c", code], variables),
    );
    expect(printed).toEqual([text, text]);
  });
});
