import { readdirSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { generateFiles } from "../scripts/generated-files.ts";

const folder = new URL("../src/generated/", import.meta.url);
const hint = "src/generated/ is not what config.schema.json generates: run `npx pnpm@12 generate`.";

test("the generated files are those that the schema generates, byte for byte", async () => {
  const files = await generateFiles();
  expect(readdirSync(folder).sort(), hint).toEqual(Object.keys(files).sort());
  for (const [name, code] of Object.entries(files)) {
    expect(readFileSync(new URL(name, folder), "utf8") === code, `${name}: ${hint}`).toBe(true);
  }
});
