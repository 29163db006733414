import { UsageError } from "@completions-api/command-line";
import { collectRun } from "../collect-run.ts";
import { UnreachableTarget } from "../contract-run.ts";
import { defaultFace } from "../faces/face.ts";
import { findReportKind } from "../reports/report-kinds.ts";
import { writeReport } from "../reports/write-report.ts";
import { writeWhole } from "../reports/write-whole.ts";
import { type Counts, countOutcomes } from "../results.ts";
import { selectCases, UnknownCase } from "../select-cases.ts";
import type { ContractCommandOptions } from "./program.ts";
import { createTerminalReport } from "./report.ts";

/**
 * Runs the cases that the command line selects, and prints their results.
 *
 * @throws UsageError if a case does not exist or the server does not answer.
 */
export async function runCases(options: ContractCommandOptions): Promise<Counts> {
  const { url: baseUrl, face = defaultFace, json, timeout, repeat } = options;
  const { "max-requests": maxRequests, "max-tokens-total": maxTokens, model, deployment } = options;
  if (baseUrl === undefined) throw new UsageError("<url> is required.");
  const token = readToken(options);
  try {
    const cases = selectCases(face, { ...options, only: options.only.flat(), skip: options.skip.flat() });
    const report = json ? undefined : createTerminalReport({ total: cases.length });
    const run = await collectRun({
      target: {
        ...{ baseUrl, face },
        ...(token !== undefined && { token }),
        ...(model !== undefined && { model }),
        ...(deployment !== undefined && { deployment }),
      },
      known: Object.fromEntries(options.capability),
      ...{ cases, repeat, timeout: timeout * 1000 },
      ...(maxRequests !== undefined && { maxRequests }),
      ...(maxTokens !== undefined && { maxTokens }),
      onResult(result) {
        if (json) console.log(JSON.stringify({ face, ...result, exchanges: undefined }));
        report?.add(result);
      },
    });
    report?.end(run);
    for (const file of options.report) await writeReport(file, run);
    if (options.har !== undefined) await writeWhole(options.har, await findReportKind(".har").format(run));
    return countOutcomes(run.results);
  } catch (error) {
    if (error instanceof UnreachableTarget || error instanceof UnknownCase)
      throw new UsageError(error.message);
    throw error;
  }
}

/** Returns the token that the command line states or names. */
function readToken({ token, "key-env": name }: ContractCommandOptions): string | undefined {
  if (name === undefined) return token;
  if (token !== undefined)
    throw new UsageError("--token and --key-env exclude each other. Leave one of them out.");
  const value = process.env[name];
  // The message does not quote the value: it is a secret.
  if (!value)
    throw new UsageError(`The environment variable ${name} is ${value === "" ? "empty" : "not set"}.`);
  if (!/^[!-~]+$/.test(value))
    throw new UsageError(`The environment variable ${name} must be visible ASCII characters.`);
  return value;
}
