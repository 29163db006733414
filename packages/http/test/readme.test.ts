import { readFileSync } from "node:fs";
import { testReadme } from "@completions-api/testing";
import { expect, test } from "vitest";
import { defaultLimits } from "../src/index.ts";

const folder = new URL("..", import.meta.url);

testReadme(folder);

test("the README states the default of each limit", () => {
  const readme = readFileSync(new URL("README.md", folder), "utf8");
  const rows = readme.matchAll(/^\| `(\w+)` +\| ([\d,]+) /gm);
  const stated = [...rows].map(([, name, value = ""]) => [name, Number(value.replaceAll(",", ""))]);
  expect(Object.fromEntries(stated)).toEqual(defaultLimits);
});
