import { readFileSync } from "node:fs";
import { testReadme } from "@completions-api/testing";
import { expect, test } from "vitest";
import { knownPreferences } from "../src/known-preferences.ts";

const packageFolder = new URL("..", import.meta.url);
const readme = readFileSync(new URL("README.md", packageFolder), "utf8");

testReadme(packageFolder);

test("the README lists every preference with the text of --help", () => {
  // The formatter aligns tables.
  const rows = readme
    .replaceAll(/ +/g, " ")
    .split("\n")
    .filter((line) => /^\| `[\w-]+=/.test(line));
  expect(rows).toEqual(
    Object.entries(knownPreferences).map(
      ([name, { value, meaning }]) => `| \`${name}=${value.replaceAll("|", "\\|")}\` | ${meaning} |`,
    ),
  );
});
