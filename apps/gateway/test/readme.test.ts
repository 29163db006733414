import { execFile } from "node:child_process";
import { globSync, mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { parseYaml } from "@completions-api/command-line/yaml";
import { expect, test } from "vitest";
import schema from "../config.schema.json" with { type: "json" };
import packageJson from "../package.json" with { type: "json" };
import { createApiKey } from "../src/auth/api-keys.ts";
import { program } from "../src/command-line/program.ts";
import { checkSchema } from "../src/config/check-schema.ts";
import { readConfig } from "../src/config/read-config.ts";
import { json, ScriptedUpstream } from "./support/scripted-upstream.ts";
import { serveConfig } from "./support/serve-config.ts";

const root = new URL("../", import.meta.url);
const readPage = (name: string) => readFileSync(new URL(name, root), "utf8");
const readme = readPage("README.md");
const configuration = readPage("docs/configuration.md");
/** The README and the pages beside it. */
const pages = ["README.md", ...globSync(["docs/*.md", "deploy/*.md"], { cwd: root })];

function listBlocks(page: string, language: string): string[] {
  return [...page.matchAll(new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\``, "gms"))].map(
    ([, code = ""]) => code,
  );
}

const [first = ""] = listBlocks(readme, "yaml");
const configs = pages.flatMap((page) =>
  listBlocks(readPage(page), "yaml").map((text, index) => ({ page, number: index + 1, text })),
);

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

test("README and documentation show configurations", () => {
  expect(new Set(configs.map(({ page }) => page))).toEqual(
    new Set([
      "README.md",
      "docs/authentication.md",
      "docs/cache.md",
      "docs/configuration.md",
      "docs/engines.md",
      "docs/limits.md",
      "docs/operation.md",
      "docs/several-servers.md",
    ]),
  );
});

test.each(configs)("configuration $number of $page is valid", ({ text }) => {
  expect(checkSchema(parseYaml(text))).toMatchObject({ valid: true });
});

test("the first configuration of docs/configuration.md has every property", () => {
  const [whole = ""] = listBlocks(configuration, "yaml");
  const missing = listProperties(schema).filter((name) => !new RegExp(`\\b${name}:`).test(whole));
  expect(missing).toEqual([]);
});

test("the configuration of the README serves the curl command and the program below it", async () => {
  const choices = [{ index: 0, text: " Ishmael.", finish_reason: "stop" }];
  const usage = { prompt_tokens: 2, completion_tokens: 3, total_tokens: 5 };
  await using upstream = await ScriptedUpstream.start(json({ choices, usage }));
  const { key, entry } = createApiKey("reader");
  const text = first.replace("http://127.0.0.1:8000/v1", upstream.url);
  await using gateway = await serveConfig({ file: write(text) }, { keys: [entry] });

  const curl = listBlocks(readme, "sh").find((code) => code.startsWith("curl "));
  const line = curl?.replace("http://127.0.0.1:8080", gateway.url) ?? "";
  const { stdout } = await promisify(execFile)("sh", ["-c", line], { env: { ...process.env, KEY: key } });
  expect(JSON.parse(stdout)).toMatchObject({ model: "llama-3.1-8b", choices, usage });

  const [program = ""] = listBlocks(readme, "ts");
  const code = `${program.replace("http://127.0.0.1:8080", gateway.url)}console.log(JSON.stringify(choices));`;
  const options = { cwd: root, env: { ...process.env, KEY: key } };
  const printed = await promisify(execFile)(
    process.execPath,
    ["--input-type=module", "--eval", code],
    options,
  );
  expect(JSON.parse(printed.stdout)).toMatchObject(choices);
});

test("docs/configuration.md shows the actual messages for a mistake in the configuration of the README", async () => {
  const file = write(first.replace("urls:", "url:"));
  const [messages = ""] = listBlocks(configuration, "text");
  await expect(readConfig({ file })).rejects.toThrow(messages.trim().replaceAll("gateway.yaml", file));
});

test("docs/configuration.md lists every option of the command", () => {
  const options = Object.entries(program.options).map(([name, { valueName }]) =>
    valueName === undefined ? `--${name}` : `--${name} ${valueName}`,
  );
  expect(configuration.match(/(?<=^\| `)--[^`]+/gm)).toEqual([...options, "--help", "--version"]);
});

test("the README explains every dependency from outside this repository", () => {
  const explained = readme.match(/(?<=^\| `)[a-z-]+(?=`)/gm) ?? [];
  const dependencies = Object.keys(packageJson.dependencies).filter((name) => !name.startsWith("@"));
  expect(explained.sort()).toEqual(dependencies.sort());
});
