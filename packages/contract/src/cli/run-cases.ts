import { UsageError } from "@completions-api/command-line";
import { collectRun } from "../collect-run.ts";
import type { ContractCase } from "../contract-case.ts";
import type { FaceName } from "../faces/face.ts";
import type { RunResult } from "../results.ts";
import { selectCases, UnknownCase } from "../select-cases.ts";
import { findTarget, toUsageError } from "./find-target.ts";
import { printJson, printText } from "./print.ts";
import type { ContractCommandOptions } from "./program.ts";
import { createTerminalReport } from "./report.ts";

/**
 * Runs the cases that the command line selects, and prints their results.
 *
 * @throws UsageError if a case does not exist, or the server does not answer.
 */
export async function runCases(url: string, options: ContractCommandOptions): Promise<RunResult> {
  const { json, repeat, concurrency } = options;
  const { target, evidence, timeout, limits } = await findTarget(url, options);
  const { face } = target;
  const cases = readCases(face, options);
  const report = json ? undefined : createTerminalReport({ total: cases.length });
  if (!json) printText(`${evidence}\n`);
  try {
    const run = await collectRun({
      known: Object.fromEntries(options.capability),
      ...{ target, cases, repeat, concurrency, timeout, ...limits },
      onResult(result) {
        if (json) printJson({ face, ...result, exchanges: undefined });
        report?.add(result);
      },
    });
    report?.end(run);
    return run;
  } catch (error) {
    throw toUsageError(error);
  }
}

function readCases(face: FaceName, { only, skip, level }: ContractCommandOptions): readonly ContractCase[] {
  try {
    return selectCases(face, { only: only.flat(), skip: skip.flat(), level });
  } catch (error) {
    throw error instanceof UnknownCase ? new UsageError(error.message) : error;
  }
}
