import { UsageError } from "@completions-api/command-line";
import { describeFileError } from "@completions-api/command-line/yaml";
import { UnreadableHar } from "@completions-api/protocol/recorded";
import { judgeHar } from "../har/judge-har.ts";
import type { RunResult } from "../results.ts";
import { printJson } from "./print.ts";
import type { ContractCommandOptions } from "./program.ts";
import { createTerminalReport } from "./report.ts";

/**
 * Judges the exchanges of an HTTP Archive, and prints the results.
 *
 * @throws UsageError if the file cannot be read, is not an archive, or has nothing to judge.
 */
export async function judgeArchive(file: string, { face, json }: ContractCommandOptions): Promise<RunResult> {
  const run = await readRun(file, face === undefined ? {} : { face });
  const report = json ? undefined : createTerminalReport({ total: run.results.length });
  for (const result of run.results) {
    if (json) printJson({ face: run.target.face, ...result, exchanges: undefined });
    report?.add(result);
  }
  report?.end(run);
  return run;
}

async function readRun(...args: Parameters<typeof judgeHar>): Promise<RunResult> {
  try {
    const run = await judgeHar(...args);
    if (run.results.length > 0) return run;
    throw new UsageError(`${args[0]}: No request of it is one for a text completion.`);
  } catch (error) {
    if (error instanceof UnreadableHar) throw new UsageError(`${args[0]}: ${error.message}`);
    if (error instanceof Error && "code" in error)
      throw new UsageError(`${args[0]}: ${describeFileError(error)}`);
    throw error;
  }
}
