import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { readHistory, recordRun } from "../src/history/history.ts";
import { readMachine, readVersions } from "../src/measuring/machine.ts";

test("runs are read as they were recorded, the oldest first", async () => {
  const folder = await mkdtemp(join(tmpdir(), "bench-history-"));
  const file = join(folder, "history.jsonl");
  await writeFile(file, "");
  const commit = "5afdb5648efd57c16d019b0275a82a9de7c24f7d";
  const versions = readVersions();
  const figure = { name: "JSON", unit: "requests/s", better: "more", rounds: [1, 2, 3] } as const;
  const [first, second] = ["2026-11-29T09:00:00.000Z", "2026-11-30T09:00:00.000Z"].map((time) => {
    return {
      time,
      commit,
      isChanged: false,
      machine: readMachine(),
      versions,
      benches: { gateway: [figure] },
    };
  });
  if (!first || !second) throw new Error("There are two runs.");
  recordRun(first, file);
  recordRun(second, file);
  expect(readHistory(file)).toEqual([first, second]);
  expect(versions).toMatchObject({ node: process.versions.node, undici: expect.stringMatching(/^\d/) });
  await rm(folder, { recursive: true });
});
