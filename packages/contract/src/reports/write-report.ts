import { UsageError } from "@completions-api/command-line";
import type { RunResult } from "../results.ts";
import { findReportKind, type ReportKind } from "./report-kinds.ts";
import { writeWhole } from "./write-whole.ts";

/**
 * Writes the report of a run, whole or not at all.
 *
 * @param file - a file, whose name decides the form of the report, or the word for a form that is printed to stdout.
 * @throws UsageError if the name belongs to no form, or if the file cannot be written.
 */
export async function writeReport(file: string, result: RunResult): Promise<void> {
  const kind = findReportKind(file);
  const text = await formatReport(file, kind, result);
  if (kind.isPrinted) process.stdout.write(text);
  else await writeWhole(file, text);
}

/**
 * Writes every exchange of a run as an HTTP Archive, whole or not at all.
 *
 * @throws UsageError if the file cannot be written.
 */
export async function writeHar(file: string, result: RunResult): Promise<void> {
  await writeWhole(file, await formatReport(file, findReportKind(".har"), result));
}

async function formatReport(file: string, { format }: ReportKind, result: RunResult): Promise<string> {
  try {
    return await format(result);
  } catch (error) {
    // Node.js has no strings of more than 512 MB.
    if (!(error instanceof RangeError) || error.message !== "Invalid string length") throw error;
    throw new UsageError(`${file} cannot be written: the run recorded more than fits into one file.`);
  }
}
