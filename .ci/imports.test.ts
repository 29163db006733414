// Breaks each rule of imports.ts in a small repository, as a check that cannot fail proves nothing.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { cruise } from "dependency-cruiser";
import { afterEach, beforeEach, expect, test } from "vitest";
import config from "./imports.ts";

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "imports-"));
  for (const name of ["client", "engine", "http", "mock"]) addPackage(name);
});
afterEach(() => rmSync(root, { recursive: true }));

test("accepts imports that run down, and a test's import that runs up", async () => {
  const found = await check({
    "packages/client/test/client.test.ts": `import { mock } from "@completions-api/mock";`,
    "packages/mock/src/index.ts": `export { a as mock } from "./a.ts"; import type { B } from "./b.ts";`,
    "packages/mock/src/a.ts": `import type { B } from "./b.ts"; import { http } from "@completions-api/http";`,
    "packages/mock/src/b.ts": `export interface B {}`,
    "packages/http/src/index.ts": `export const http = 1;`,
  });

  expect(found).toEqual([]);
});

test.each([
  {
    title: "a circle of values",
    files: {
      "packages/client/src/a.ts": `import { b } from "./b.ts"; export const a = b;`,
      "packages/client/src/b.ts": `import { c } from "./c.ts"; export const b = c;`,
      "packages/client/src/c.ts": `import { a } from "./a.ts"; export const c = a;`,
    },
    expected: [
      "circle: packages/client/src/a.ts → packages/client/src/b.ts → packages/client/src/c.ts → packages/client/src/a.ts",
    ],
  },
  {
    title: "a circle of `import type` and `export type`",
    files: {
      "packages/client/src/a.ts": `import type { B } from "./b.ts"; export interface A { b: B }`,
      "packages/client/src/b.ts": `export type { A } from "./a.ts"; export interface B {}`,
    },
    expected: ["circle: packages/client/src/a.ts → packages/client/src/b.ts → packages/client/src/a.ts"],
  },
  {
    title: "a circle of inline types",
    files: {
      "packages/client/src/a.ts": `export type A = import("./b.ts").B[];`,
      "packages/client/src/b.ts": `import { type A } from "./a.ts"; export interface B { a: A }`,
    },
    expected: ["circle: packages/client/src/a.ts → packages/client/src/b.ts → packages/client/src/a.ts"],
  },
  {
    title: "a circle of a dynamic import",
    files: {
      "packages/client/src/a.ts": `export const load = () => import("./b.ts");`,
      "packages/client/src/b.ts": `import { load } from "./a.ts"; export const b = load;`,
    },
    expected: ["circle: packages/client/src/a.ts → packages/client/src/b.ts → packages/client/src/a.ts"],
  },
  {
    title: "an import of a package above",
    files: {
      "packages/http/src/index.ts": `export interface Http {}`,
      "packages/client/src/index.ts": `import type { Http } from "@completions-api/http"; export type Client = Http;`,
    },
    expected: [
      "upward import from packages/client: packages/client/src/index.ts → packages/http/src/index.ts",
    ],
  },
  {
    title: "an import of a package on the same line",
    files: {
      "packages/engine/src/index.ts": `export const engine = 1;`,
      "packages/client/src/index.ts": `export { engine } from "@completions-api/engine";`,
    },
    expected: [
      "upward import from packages/client: packages/client/src/index.ts → packages/engine/src/index.ts",
    ],
  },
  {
    title: "an import of a folder above",
    files: {
      "apps/gateway/src/server/routes.ts": `export interface Route {}`,
      "apps/gateway/src/config/parse.ts": `import type { Route } from "../server/routes.ts"; export type A = Route;`,
    },
    expected: [
      "upward import from apps/gateway/src/config: apps/gateway/src/config/parse.ts → apps/gateway/src/server/routes.ts",
    ],
  },
  {
    title: "an import of a nested folder with a line of its own",
    files: {
      "apps/gateway/src/backends/backend.ts": `export interface Backend {}`,
      "apps/gateway/src/backends/openai/client.ts": `import type { Backend } from "../backend.ts"; export * from "./request.ts";`,
      "apps/gateway/src/backends/openai/request.ts": `export interface Client {}`,
      "apps/gateway/src/backends/queue.ts": `export type { Client } from "./openai/client.ts";`,
    },
    expected: [
      "upward import from apps/gateway/src/backends: apps/gateway/src/backends/queue.ts → apps/gateway/src/backends/openai/client.ts",
    ],
  },
  {
    title: "a package without a layer",
    files: { "packages/other/src/index.ts": `import "./other.ts";`, "packages/other/src/other.ts": "" },
    expected: ["no layer in the repository: packages/other/src/index.ts → packages/other/src/other.ts"],
  },
  {
    title: "a folder without a layer",
    files: { "apps/gateway/src/other/a.ts": `import "../config/b.ts";`, "apps/gateway/src/config/b.ts": "" },
    expected: ["no layer in apps/gateway/src/: apps/gateway/src/other/a.ts → apps/gateway/src/config/b.ts"],
  },
  {
    title: "an import of an app, even by a test",
    files: {
      "apps/gateway/src/index.ts": `export const gateway = 1;`,
      "packages/mock/test/a.test.ts": `import { gateway } from "../../../apps/gateway/src/index.ts";`,
    },
    expected: ["import of an app: packages/mock/test/a.test.ts → apps/gateway/src/index.ts"],
  },
  {
    title: "an import of a test",
    files: {
      "packages/mock/test/support.ts": `export const support = 1;`,
      "packages/mock/src/index.ts": `export { support } from "../test/support.ts";`,
    },
    expected: ["import of a test: packages/mock/src/index.ts → packages/mock/test/support.ts"],
  },
  {
    title: "an import of a built file",
    files: {
      "packages/protocol/dist/index.js": `export const protocol = 1;`,
      "packages/mock/src/a.ts": `import { protocol } from "../../protocol/dist/index.js";`,
      "packages/mock/src/b.ts": `import { types } from "@completions-api/types";`,
    },
    expected: [
      "import of a built file: packages/mock/src/a.ts → packages/protocol/dist/index.js",
      "import of a built file: packages/mock/src/b.ts → @completions-api/types",
    ],
  },
])("finds $title", async ({ files, expected }) => {
  expect(await check(files)).toEqual(expected);
});

/** Makes a package importable by its name, as pnpm does. */
function addPackage(name: string): void {
  const scope = join(root, "node_modules/@completions-api");
  mkdirSync(scope, { recursive: true });
  symlinkSync(join(root, "packages", name), join(scope, name));
  const exports = { "@completions-api/source": "./src/index.ts", default: "./dist/index.js" };
  write(`packages/${name}/package.json`, JSON.stringify({ type: "module", exports }));
}

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

/** Returns each violation as `rule: file → file`. */
async function check(files: Record<string, string>): Promise<string[]> {
  for (const [path, text] of Object.entries(files)) write(path, text);
  const { forbidden, options } = config;
  const { output } = await cruise(["."], {
    ...options,
    ruleSet: { forbidden },
    validate: true,
    baseDir: root,
  });
  if (typeof output === "string") throw new Error(output);
  return output.summary.violations
    .map(
      ({ rule, from, to, cycle }) =>
        `${rule.name}: ${[from, ...(cycle?.map(({ name }) => name) ?? [to])].join(" → ")}`,
    )
    .sort();
}
