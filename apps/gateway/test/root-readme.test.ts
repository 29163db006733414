import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { createApiKey } from "../src/auth/api-keys.ts";
import { formatGreeting } from "../src/command-line/greeting.ts";
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
  expect(formatGreeting(servesAt, { faces: ["azure", "openai"] }).split("\n")).toContain(curl);
});

test("prints a curl command that works if only OpenAI's clients are served", async () => {
  await using gateway = await startTestGateway({ faces: ["openai"] });
  const greeting = formatGreeting(gateway.url, { key: token, faces: ["openai"] });
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
