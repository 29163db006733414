import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { listStale, writeGenerated } from "../generated-files.ts";

test("a folder holds the generated files and no others, in the folders below it too", () => {
  const path = mkdtempSync(join(tmpdir(), "generated-"));
  onTestFinished(() => rmSync(path, { recursive: true }));
  const folder = pathToFileURL(`${path}/`);
  const files = { "a.ts": "a", "below/b.ts": "b" };
  expect(listStale(folder, files)).toEqual(["a.ts", "below/b.ts"]);

  writeGenerated(folder, { ...files, "below/old.ts": "old" });
  writeFileSync(join(path, "a.ts"), "edited");
  expect(listStale(folder, files)).toEqual(["a.ts", "below/old.ts"]);

  writeGenerated(folder, files);
  expect(listStale(folder, files)).toEqual([]);
  expect(readdirSync(path, { recursive: true }).toSorted()).toEqual(["a.ts", "below", join("below", "b.ts")]);
});
