import { writeFile } from "node:fs/promises";
import { UsageError } from "@completions-api/command-line";
import { formatFailure } from "../report/failure.ts";
import { type Format, formatReview } from "../report/formats.ts";
import { ReviewError } from "../review-error.ts";
import { createProgress } from "./progress.ts";
import type { ReviewCommandOptions } from "./review-program.ts";

/**
 * Reviews what the command line selects, and writes the report. If that fails, the report says so.
 *
 * @returns the exit code.
 * @throws UsageError if the two sides cannot be compared.
 */
export async function runReview(options: ReviewCommandOptions): Promise<number> {
  const { repository, base, head, spec, consumers, format, output } = options;
  const progress = createProgress();
  try {
    // Loaded here, so that even a failure to load it is reported.
    const { review } = await import("../review.ts");
    const result = await review({
      ...{ folder: repository, base, head, spec, consumers },
      trackStep: progress.trackStep,
    });
    progress.end();
    const isColored = output === undefined && process.stdout.isTTY && process.stdout.hasColors();
    await writeReport(formatReview(result, format, { isColored }), output);
    return result.mayMerge ? 0 : 1;
  } catch (error) {
    progress.end();
    await reportFailure(error, format, output);
    throw error instanceof ReviewError ? new UsageError(error.message) : error;
  }
}

async function reportFailure(error: unknown, format: Format, output: string | undefined): Promise<void> {
  // On a terminal, the message on stderr is enough.
  if (format === "text" && output === undefined && process.stdout.isTTY) return;
  const message = error instanceof ReviewError ? error.message : `The review itself failed: ${error}`;
  await writeReport(formatFailure(message, format), output);
}

/**
 * Writes a report to a file or to stdout.
 *
 * @throws UsageError if the file cannot be written.
 */
export async function writeReport(report: string, output: string | undefined): Promise<void> {
  if (output === undefined) {
    process.stdout.write(report);
    return;
  }
  try {
    await writeFile(output, report);
  } catch (error) {
    throw new UsageError(`Cannot write the report: ${error instanceof Error ? error.message : error}.`);
  }
}
