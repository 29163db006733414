import type { RunResult } from "../results.ts";
import { findReportKind } from "./report-kinds.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * Writes the report of a run, whole or not at all.
 *
 * @param file - a file, whose name decides the form of the report, or the word for a form that is printed to stdout.
 * @throws UsageError if the name belongs to no form, or if the file cannot be written.
 */
export async function writeReport(file: string, result: RunResult): Promise<void> {
  const { format, isPrinted } = findReportKind(file);
  const text = await format(result);
  if (isPrinted) process.stdout.write(text);
  else await writeWhole(file, text);
}
