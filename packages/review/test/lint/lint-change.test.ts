import { expect, test } from "vitest";
import { parse } from "yaml";
import { openRepository } from "../../src/git/open-repository.ts";
import { compareScores } from "../../src/lint/compare-scores.ts";
import { findIntroduced, type PlacedProblem } from "../../src/lint/find-introduced.ts";
import { lintChange } from "../../src/lint/lint-change.ts";
import { createRepository } from "../create-repository.ts";

const spec = `openapi: 3.1.0
info: {title: Test, version: "1"}
paths:
  /a:
    get:
      operationId: a
      responses: {"200": {description: Fine.}}
  /b:
    get:
      responses: {"200": {description: Fine.}}
`;

const config = `plugins: [plugin.js]
rules:
  operation-operationId: error
  test/no-tabs: warn
`;

// A plugin is code, and needs the modules of its repository.
const plugin = `import { tab } from "tabs";
const rule = () => ({ Info: (info, { report, location }) => {
  if (info.title.includes(tab)) report({ message: "The title has a tab.", location: location.child("title") });
} });
export default () => ({ id: "test", rules: { oas3: { "no-tabs": rule } } });
`;

const files = {
  "package.json": `{"type": "module"}`,
  ".gitignore": "node_modules",
  "node_modules/tabs/package.json": `{"type": "module", "exports": "./index.js"}`,
  "node_modules/tabs/index.js": `export const tab = "\\t";`,
  "my api/plugin.js": plugin,
  "my api/redocly.yaml": config,
  "my api/openapi.yaml": spec,
};

async function lint(folder: string, base: string, head?: string, file = "my api/openapi.yaml") {
  const repository = await openRepository(folder);
  const headTree = head === undefined ? repository.worktree() : await repository.revision(head);
  return lintChange(repository, await repository.revision(base), headTree, file);
}

test("finds the problems that a change introduces, with the repository's own rules", async () => {
  using repository = createRepository(files);
  const changed = spec.replace("title: Test", 'title: "A\\tB"').replace("      operationId: a\n", "");
  const described = "  /b:\n    get:\n      description: Lists everything that there is.\n";
  repository.write({ "my api/openapi.yaml": changed.replace("  /b:\n    get:\n", described) });
  const { introduced, existing } = await lint(repository.folder, "HEAD");
  expect(introduced.map(({ rule, source }) => `${rule} ${source.file}:${source.line}`)).toEqual([
    "test/no-tabs my api/openapi.yaml:2",
    "operation-operationId my api/openapi.yaml:5",
  ]);
  expect(existing).toBe(1);
  // The revision is linted, and not the work tree.
  expect(await lint(repository.folder, "HEAD", "HEAD")).toEqual({ introduced: [], existing: 1 });
});

test("compares the scores of documents that differ", async () => {
  const base = { bundle: parse(spec) };
  const head = {
    bundle: parse(spec.replace("  /b:\n    get:\n", "$&      description: Lists everything.\n")),
  };
  const score = await compareScores(base, head);
  expect(score?.head).toBeGreaterThan(score?.base ?? 100);
  expect(await compareScores(base, base)).toBeUndefined();
});

test("takes the problems of a new spec for new, and uses the recommended rules without a configuration", async () => {
  using repository = createRepository({});
  repository.write({ "openapi.yaml": spec });
  const { introduced, existing } = await lint(repository.folder, "HEAD", undefined, "openapi.yaml");
  expect(introduced.map(({ rule }) => rule)).toContain("operation-operationId");
  expect(existing).toBe(0);
});

test("says why it cannot lint", async () => {
  using repository = createRepository({ ...files, "my api/plugin.js": "export default () => { throw 1 };" });
  await expect(lint(repository.folder, "HEAD")).rejects.toThrow(
    /^Redocly cannot lint my api\/openapi.yaml in the work tree: Failed to load plugin/,
  );
});

test("tells a moved problem from a new one", () => {
  const problem = (line: number, message = "No id."): PlacedProblem => ({
    rule: "id",
    severity: "error",
    message,
    source: { file: "a.yaml", line },
    place: `a.yaml#/${line}`,
  });
  const head = [problem(5), problem(9), problem(12)];
  const isOnChangedLine = ({ source }: PlacedProblem) => source.line === 9;
  expect(findIntroduced([problem(1), problem(2)], head, isOnChangedLine)).toEqual([head[1]]);
  expect(findIntroduced([problem(9), problem(2)], head, isOnChangedLine)).toEqual([head[2]]);
  expect(findIntroduced([problem(1, "Other.")], head, isOnChangedLine)).toEqual(head);
  expect(findIntroduced([problem(1), problem(2), problem(3), problem(4)], head, isOnChangedLine)).toEqual([]);
});
