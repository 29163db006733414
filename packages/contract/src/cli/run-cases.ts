import { UsageError } from "@completions-api/command-line";
import { casesOf } from "../cases/index.ts";
import type { ContractCase } from "../contract-case.ts";
import type { FaceName } from "../faces/face.ts";
import type { Counts } from "../results.ts";
import { runContract, UnreachableTarget } from "../run-contract.ts";
import type { ContractCommandOptions } from "./program.ts";
import { createReport } from "./report.ts";

/**
 * Runs the cases that the command line selects, and prints their results.
 *
 * @throws UsageError if a case does not exist or the server does not answer.
 */
export async function runCases(options: ContractCommandOptions): Promise<Counts> {
  const { "base-url": baseUrl, token, face, only, capability: capabilities, timeout, json } = options;
  const cases = only.length === 0 ? casesOf(face) : only.map((id) => findCase(id, face));
  const report = createReport(cases.length, { face, json });
  const target = { baseUrl, token, face, capabilities };
  try {
    for await (const result of runContract({ target, cases, timeout: timeout * 1000 })) report.add(result);
  } catch (error) {
    throw error instanceof UnreachableTarget ? new UsageError(error.message) : error;
  }
  return report.end();
}

function findCase(id: string, face: FaceName): ContractCase {
  const found = casesOf(face).find((contractCase) => contractCase.id === id);
  if (found === undefined) throw new UsageError(`The face ${face} has no case ${JSON.stringify(id)}.`);
  return found;
}
