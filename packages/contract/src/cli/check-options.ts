import { UsageError } from "@completions-api/command-line";
import { findReportKind } from "../reports/report-kinds.ts";
import { expectWritable } from "../reports/write-whole.ts";
import { listCases } from "./list-cases.ts";
import type { ContractCommandOptions } from "./program.ts";

/**
 * Finds mistakes in the command line before the first request, since a run may take minutes.
 *
 * @throws UsageError
 */
export async function checkOptions(options: ContractCommandOptions): Promise<void> {
  const { url, report, har, fuzz, seed, path, expect, only, skip } = options;
  const { "from-har": archive, "update-expect": isUpdating } = options;
  const [file] = report;
  for (const pair of [
    { "<url>": url, "--from-har": archive },
    { "--fuzz": fuzz, "--from-har": archive },
    { "--fuzz": fuzz, "--report": file },
    { "--fuzz": fuzz, "--har": har },
    { "--fuzz": fuzz, "--expect": expect },
  ]) {
    if (Object.values(pair).some((value) => value === undefined)) continue;
    throw new UsageError(`${Object.keys(pair).join(" and ")} exclude each other.`);
  }
  if (isUpdating && expect === undefined) throw new UsageError("--update-expect needs the file of --expect.");
  if (seed !== undefined && fuzz === undefined) throw new UsageError("--seed needs --fuzz.");
  if (path !== undefined && fuzz === undefined) throw new UsageError("--path needs --fuzz.");
  if (path !== undefined && seed === undefined) throw new UsageError("--path needs --seed.");
  const ids = new Set(listCases().map(({ id }) => id));
  const unknown = [only, skip].flat(2).find((id) => !ids.has(id));
  if (unknown !== undefined)
    throw new UsageError(`There is no case ${JSON.stringify(unknown)}. --list prints the cases.`);
  const written = [...report.filter((name) => !findReportKind(name).isPrinted), har, isUpdating && expect];
  for (const name of written) if (typeof name === "string") await expectWritable(name);
}
