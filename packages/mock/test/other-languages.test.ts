import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { expect, test } from "vitest";
import { parse } from "yaml";
import schema from "../replies.schema.json" with { type: "json" };
import { startMock } from "../src/index.ts";

// The blocks of the README's section, as a reader would paste them.
const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
const section = /^## From other languages\n.*?(?=^## )/ms.exec(readme)?.[0] ?? "";
const block = (language: string, from = section) =>
  new RegExp(`\`\`\`${language}\n(.*?)\`\`\``, "s").exec(from)?.[1] ?? "";

const run = promisify(execFile);
const mock = await startMock({ port: 0 });
const adapt = (code: string) => code.replaceAll("http://127.0.0.1:4010", mock.url);

/** Runs a Python program and returns its output, or why it cannot run. */
async function python(code: string): Promise<{ output: string } | { impediment: string }> {
  try {
    return { output: (await run("python3", ["-c", code])).stdout };
  } catch (error) {
    const { code: reason, stderr = "" } = error as { code?: unknown; stderr?: string };
    if (reason === "ENOENT") return { impediment: "There is no python3." };
    if (stderr.includes("ModuleNotFoundError")) return { impediment: stderr.trim().split("\n").at(-1) ?? "" };
    throw error;
  }
}

test("the README's curl line adds a reply", async () => {
  const { stdout } = await run("sh", ["-c", adapt(block("sh"))]);
  expect(JSON.parse(stdout)).toEqual(JSON.parse(block("json")));
});

test("the README's Python program scripts the mock and reads its journal", async ({ skip }) => {
  const result = await python(adapt(block("python")));
  if ("impediment" in result) skip(result.impediment);
  expect(result).toEqual({ output: block("text") });
});

test("Python's jsonschema accepts the schema, the README's script, and no misspelled one", async ({
  skip,
}) => {
  const script = parse(block("yaml", readme));
  const wrong = { ...script, replies: [{ answers: "a" }] };
  const result = await python(`
import json
from jsonschema import Draft202012Validator
schema, *scripts = json.loads(${JSON.stringify(JSON.stringify([schema, script, wrong]))})
Draft202012Validator.check_schema(schema)
print([Draft202012Validator(schema).is_valid(script) for script in scripts])
`);
  if ("impediment" in result) skip(result.impediment);
  expect(result).toEqual({ output: "[True, False]\n" });
});
