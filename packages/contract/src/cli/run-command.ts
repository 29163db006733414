import { UsageError } from "@completions-api/command-line";
import { formatCatalogue, formatCatalogueTable } from "../catalogue.ts";
import { compareExpectations, formatChanges } from "../expectations/compare-expectations.ts";
import type { Expectations } from "../expectations/expectations.ts";
import { formatExpectations } from "../expectations/format-expectations.ts";
import { readExpectations } from "../expectations/read-expectations.ts";
import { writeHar, writeReport } from "../reports/write-report.ts";
import { writeWhole } from "../reports/write-whole.ts";
import { countOutcomes, type RunResult } from "../results.ts";
import { isSelected } from "../select-cases.ts";
import { checkOptions } from "./check-options.ts";
import { judgeArchive } from "./judge-archive.ts";
import { listCases } from "./list-cases.ts";
import type { ContractCommandOptions } from "./program.ts";
import { runCases } from "./run-cases.ts";
import { runFuzz } from "./run-fuzz.ts";

/**
 * Does what the command line asks for.
 *
 * @returns the exit code: 1 if a case failed, or, with expectations, if one did not end as expected.
 * @throws UsageError
 */
export async function runCommand(options: ContractCommandOptions): Promise<0 | 1> {
  const { list, json, expect: file, "update-expect": isUpdating, "from-har": archive } = options;
  await checkOptions(options);
  if (list) {
    const { face, only, skip, level } = options;
    const selection = { only: only.flat(), skip: skip.flat(), level };
    const cases = listCases(face).filter((contractCase) => isSelected(contractCase, selection));
    process.stdout.write(json ? formatCatalogue(cases) : formatCatalogueTable(cases));
    return 0;
  }
  if (options.fuzz !== undefined) {
    return (await runFuzz(requireUrl(options), options.fuzz, options)) ? 1 : 0;
  }
  // Read before the run, which may take minutes.
  const expectations =
    file === undefined ? undefined : await readExpectations(file, { isOptional: isUpdating });
  const run =
    archive === undefined
      ? await runCases(requireUrl(options), options)
      : await judgeArchive(archive, options);
  await writeReports(run, options);
  if (file === undefined || expectations === undefined) return hasFailures(run) ? 1 : 0;
  if (!isUpdating) return hasChanges(run, expectations, options) ? 1 : 0;
  await writeWhole(file, formatExpectations(run, expectations));
  return 0;
}

function requireUrl({ url }: ContractCommandOptions): string {
  if (url === undefined) throw new UsageError("<url> is required.");
  return url;
}

async function writeReports(run: RunResult, { report, har }: ContractCommandOptions): Promise<void> {
  for (const file of report) await writeReport(file, run);
  if (har !== undefined) await writeHar(har, run);
}

function hasFailures({ results }: RunResult): boolean {
  const { failed, flipped } = countOutcomes(results);
  return failed + flipped > 0;
}

/** Prints what did not end as expected, and finds out if there is anything. */
function hasChanges(
  run: RunResult,
  expectations: Expectations,
  { only, skip, level, json }: ContractCommandOptions,
): boolean {
  const isPartial = only.length > 0 || skip.length > 0 || level === "must";
  const changes = compareExpectations(run, expectations, { isPartial });
  if (!json) {
    const lines = changes.length === 0 ? ["Everything is as expected."] : formatChanges(changes);
    console.log(`\n${lines.join("\n")}`);
  }
  return changes.length > 0;
}
