import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "vitest";
import plugin from "../rules/plugin.ts";
import { redocly } from "./redocly.ts";

// Each folder has a bad example: a spec, and everything that the linter reports about it.
const folder = new URL("rules/", import.meta.url);
const names = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
const specs = names.map(({ name }) => `test/rules/${name}/openapi.yaml`);

describe("the linter", async () => {
  const { stdout } = await redocly("lint", ...specs, "--config=test/rules/redocly.yaml", "--format=stylish");
  const sections = stdout.split(/^(?=test\/rules\/)/m);

  test.each(names)("reports the problems of $name", async ({ name }) => {
    const problems = sections.find((section) => section.startsWith(`test/rules/${name}/`));
    await expect(problems).toMatchFileSnapshot(`rules/${name}/problems.txt`);
  });

  test("finds no problems in either face of the spec", async () => {
    const { stderr, exitCode } = await redocly("lint", "--lint-config=error");
    expect(stderr).toContain("Your API descriptions are valid");
    expect(exitCode).toBe(0);
  });
});

test.each(Object.keys(plugin().rules.oas3))("%s has a bad example, which breaks no other rule", (rule) => {
  const problems = readFileSync(new URL(`${rule}/problems.txt`, folder), "utf8")
    .trim()
    .split("\n")
    .slice(1);
  expect(problems).not.toEqual([]);
  for (const problem of problems) expect(problem).toContain(` completions-api/${rule} `);
});
