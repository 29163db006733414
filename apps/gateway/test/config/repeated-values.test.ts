import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { parseYaml } from "@completions-api/command-line/yaml";
import { expect, test } from "vitest";
import { ConfigError } from "../../src/config/config-error.ts";
import { readConfig } from "../../src/config/read-config.ts";

type Path = readonly (string | number)[];

/** Lists the paths of all values of a configuration. */
function listPaths(value: unknown, path: Path = []): Path[] {
  if (typeof value !== "object" || value === null) return [path];
  const inner = Object.entries(value).flatMap(([name, child]) => listPaths(child, [...path, name]));
  return path.length === 0 ? inner : [path, ...inner];
}

/** Returns a copy with another value at a path. */
function replace(root: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(root);
  const parent = path.slice(0, -1).reduce<unknown>((at, name) => Reflect.get(Object(at), name), copy);
  Reflect.set(Object(parent), path.at(-1) ?? "", value);
  return copy;
}

const secrets = [
  "s3cret!",
  "https://user:s3cret@host/",
  "http://host/?api-key=s3cret",
  "s3cret\n",
  ["s3cret"],
  { env: "s3cret s3cret" },
  { name: "s3cret" },
];

test("no problem repeats a value, which may be a secret in the wrong place", {
  timeout: 60_000,
}, async () => {
  const page = await readFile(new URL("../../docs/configuration.md", import.meta.url), "utf8");
  const [, text = ""] = /```yaml\n(.*?)```/s.exec(page) ?? [];
  const { value: root } = parseYaml(text);
  const folder = await mkdtemp(join(tmpdir(), "config-"));
  const file = join(folder, "config.yaml");
  const environment = {
    VLLM_KEY: "s3cret☺",
    AZURE_KEY: "s3cret\n",
    REDIS_URL: "s3cret",
    TEAM_KEY: "s3cret\n",
  };
  let refused = 0;
  for (const path of listPaths(root)) {
    for (const secret of secrets) {
      await writeFile(file, JSON.stringify(replace(root, path, secret)));
      const error: unknown = await readConfig({ file }, environment).catch((thrown: unknown) => thrown);
      if (!(error instanceof ConfigError)) throw error;
      expect(error.message).not.toContain("s3cret");
      refused += 1;
    }
  }
  expect(refused).toBeGreaterThan(500);
  await rm(folder, { recursive: true });
});
