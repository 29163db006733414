import { readFile } from "node:fs/promises";
import { UsageError } from "@completions-api/command-line";
import { formatFailure } from "../report/failure.ts";
import { formatReview } from "../report/formats.ts";
import { parseJsonReport } from "../report/parse-json.ts";
import { ReviewError } from "../review-error.ts";
import type { FormatCommandOptions } from "./format-program.ts";
import { writeReport } from "./run-review.ts";

/**
 * Formats a JSON report, and returns the exit code of the review that it reports.
 *
 * @throws UsageError if the file is no such report.
 */
export async function runFormat(options: FormatCommandOptions): Promise<number> {
  const { report, format, output, "source-url": sourceUrl } = options;
  const result = parse(await read(report));
  if ("error" in result) {
    await writeReport(formatFailure(result.error, format), output);
    return 2;
  }
  const isColored = output === undefined && process.stdout.isTTY && process.stdout.hasColors();
  await writeReport(
    formatReview(result, format, { isColored, ...(sourceUrl === undefined ? {} : { sourceUrl }) }),
    output,
  );
  return result.mayMerge ? 0 : 1;
}

async function read(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    throw new UsageError(`Cannot read ${file}: ${error instanceof Error ? error.message : error}.`);
  }
}

function parse(text: string): ReturnType<typeof parseJsonReport> {
  try {
    return parseJsonReport(text);
  } catch (error) {
    throw error instanceof ReviewError ? new UsageError(error.message) : error;
  }
}
