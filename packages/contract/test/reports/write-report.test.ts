import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { UsageError } from "@completions-api/command-line";
import { expect, test, vi } from "vitest";
import { findReportKind, reportKinds } from "../../src/reports/report-kinds.ts";
import { writeHar, writeReport } from "../../src/reports/write-report.ts";
import { createRun } from "../support/results.ts";
import { createTemporaryFolder } from "../support/temporary-folder.ts";

test("the name of the file decides the form", async () => {
  using folder = createTemporaryFolder();
  const starts: Readonly<Record<string, RegExp>> = {
    "a.json": /^\{\n {2}"\$schema"/,
    "a.badge.json": /^\{"schemaVersion":1,"label"/,
    "a.xml": /^<\?xml /,
    "a.md": /^### /,
    "a.har": /^\{\s*"log"/,
  };
  for (const name of Object.keys(starts)) await writeReport(join(folder.path, name), createRun("whale"));
  for (const [name, start] of Object.entries(starts))
    expect(readFileSync(join(folder.path, name), "utf8")).toMatch(start);
  expect(readdirSync(folder.path).sort()).toEqual(Object.keys(starts).sort());
});

test("a new report replaces the old one", async () => {
  using folder = createTemporaryFolder();
  const file = join(folder.path, "a.md");
  writeFileSync(file, "old");
  await writeReport(file, createRun("whale"));
  expect(readFileSync(file, "utf8")).toMatch(/^###/);
});

test("a report that cannot be written leaves nothing behind", async () => {
  using folder = createTemporaryFolder();
  // A folder cannot be replaced by a file.
  const file = join(folder.path, "a.md");
  mkdirSync(file);
  writeFileSync(join(file, "kept"), "");
  await expect(writeReport(file, createRun("whale"))).rejects.toThrow(`${file} cannot be written: `);
  expect(readdirSync(folder.path)).toEqual(["a.md"]);
  const missing = join(folder.path, "missing", "a.md");
  await expect(writeReport(missing, createRun("whale"))).rejects.toThrow(`${missing} cannot be written: `);
});

test("a report that fits no string is not written", async () => {
  using folder = createTemporaryFolder();
  const run = createRun("whale");
  // Fails as a text of 512 MB does, without the memory that it would take.
  const tooLong = vi.spyOn(JSON, "stringify").mockImplementation(() => {
    throw new RangeError("Invalid string length");
  });
  const file = join(folder.path, "a.har");
  const message = `${file} cannot be written: the run recorded more than fits into one file.`;
  await expect(writeReport(file, run)).rejects.toThrow(new UsageError(message));
  await expect(writeHar(file, run)).rejects.toThrow(new UsageError(message));
  tooLong.mockRestore();
  expect(readdirSync(folder.path)).toEqual([]);
});

test("annotations go to stdout", async () => {
  const write = vi.spyOn(process.stdout, "write").mockReturnValue(true);
  await writeReport("github", createRun("whale"));
  expect(write.mock.calls.map(([text]) => String(text)).join("")).toMatch(/^::error /);
  write.mockRestore();
});

test("the name of no form is refused, with those that there are", async () => {
  const message = /^--report must end with \.badge\.json, .* \.har, or be github, not "a\.txt"\.$/;
  expect(() => findReportKind("a.txt", "--report")).toThrow(message);
  await expect(writeReport("a.txt", createRun("whale"))).rejects.toThrow("The report must end with");
  expect(reportKinds.map(({ name }) => findReportKind(name).name)).toEqual(
    reportKinds.map(({ name }) => name),
  );
});
