import { execFile } from "node:child_process";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import schema from "../config.schema.json" with { type: "json" };
import { createApiKey } from "../src/auth/api-keys.ts";
import { program } from "../src/command-line/program.ts";
import { checkSchema } from "../src/config/check-schema.ts";
import { parseYaml } from "../src/config/parse-yaml.ts";
import { readConfig } from "../src/config/read-config.ts";
import { json, ScriptedUpstream } from "./support/scripted-upstream.ts";
import { serveConfig } from "./support/serve-config.ts";

const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const blocksOf = (language: string) =>
  [...readme.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(([, code = ""]) => code);
const [first = "", whole = ""] = blocksOf("yaml");

function write(config: string): string {
  const file = join(mkdtempSync(join(tmpdir(), "gateway-")), "gateway.yaml");
  writeFileSync(file, config);
  return file;
}

/** Lists the names of all properties that a configuration may have. */
function listProperties(node: unknown): string[] {
  if (typeof node !== "object" || node === null) return [];
  const own = "properties" in node ? Object.keys(Object(node.properties)) : [];
  return [...own, ...Object.values(node).flatMap(listProperties)];
}

test.each(blocksOf("yaml"))("configuration %# of the README is valid", (text) => {
  expect(checkSchema(parseYaml(text))).toMatchObject({ valid: true });
});

test("the second configuration of the README has every property", () => {
  const missing = listProperties(schema).filter((name) => !new RegExp(`\\b${name}:`).test(whole));
  expect(missing).toEqual([]);
});

test("the first configuration serves the curl command below it", async () => {
  const choices = [{ index: 0, text: " Ishmael.", finish_reason: "stop" }];
  const usage = { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 };
  await using upstream = await ScriptedUpstream.start(json({ choices, usage }));
  const { key, entry } = createApiKey("reader");
  const text = first.replace(/0{64}/, entry.sha256).replace("http://127.0.0.1:8000/v1", upstream.url);
  await using gateway = await serveConfig({ file: write(text) });

  const curl = blocksOf("sh").find((code) => code.startsWith("curl "));
  const line = curl?.replace("http://127.0.0.1:8080", gateway.url) ?? "";
  const { stdout } = await promisify(execFile)("sh", ["-c", line], { env: { ...process.env, KEY: key } });
  expect(JSON.parse(stdout)).toMatchObject({ model: "meta-llama/Llama-3.1-8B", choices, usage });
});

test("the README shows the actual message for a mistake in the first configuration", async () => {
  const file = write(first.replace("urls:", "url:"));
  const [message = ""] = blocksOf("text");
  await expect(readConfig({ file })).rejects.toThrow(message.trim().replaceAll("gateway.yaml", file));
});

test("the README lists every option of the command", () => {
  const options = Object.entries(program.options).map(([name, { valueName }]) =>
    valueName === undefined ? `--${name}` : `--${name} ${valueName}`,
  );
  expect(readme.match(/(?<=^\| `)--[^`]+/gm)).toEqual([...options, "--help", "--version"]);
});
