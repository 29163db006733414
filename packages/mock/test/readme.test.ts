import { readFileSync } from "node:fs";
import { testReadme } from "@completions-api/testing";
import { expect, test } from "vitest";
import { controlRoutes } from "../src/control/control-routes.ts";
import { knownPreferences } from "../src/preferences/known-preferences.ts";

const packageFolder = new URL("..", import.meta.url);
const readme = readFileSync(new URL("README.md", packageFolder), "utf8");

testReadme(packageFolder);

// The formatter aligns tables.
const lines = readme.replaceAll(/ +/g, " ").split("\n");

test("the README lists every preference with the text of --help", () => {
  expect(lines.filter((line) => /^\| `[\w-]+=/.test(line))).toEqual(
    Object.entries(knownPreferences).map(
      ([name, { value, meaning }]) => `| \`${name}=${value.replaceAll("|", "\\|")}\` | ${meaning} |`,
    ),
  );
});

test("the README lists every route that controls the mock", () => {
  const routes = Object.entries(controlRoutes).flatMap(([path, methods]) =>
    Object.entries(methods)
      .filter(([method]) => method !== "HEAD")
      .map(([method, { purpose }]) => `| \`${method} ${path}\` | ${purpose} |`),
  );
  expect(lines.filter((line) => /^\| `[A-Z]+ \//.test(line))).toEqual(routes);
});
