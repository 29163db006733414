import { expect, test } from "vitest";
import { listStale } from "../../../scripts/generated-files.ts";
import { generatedFolder, generateFiles } from "../scripts/generated-files.ts";

const hint = "src/generated/ is not what replies.schema.json generates: run `npx pnpm@12 generate`.";

test("src/generated/ is what the schema generates, byte for byte", async () => {
  expect(listStale(generatedFolder, await generateFiles()), hint).toEqual([]);
});
