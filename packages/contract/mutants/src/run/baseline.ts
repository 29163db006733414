import type { CaseResult } from "../../../src/index.ts";
import { suiteOf } from "../../../src/suite.ts";
import { isNotice, runSuite, type SuiteOptions } from "./run-suite.ts";

/** The results of the cases for a server without a fault. */
export type Baseline = readonly CaseResult[];

/**
 * Runs all cases against a proxy that alters nothing.
 *
 * @throws Error if a case fails, since it would then notice every mutant.
 */
export async function runBaseline(options: Omit<SuiteOptions, "cases">): Promise<Baseline> {
  const results: CaseResult[] = [];
  for await (const result of runSuite({ ...options, cases: suiteOf(options.face) })) results.push(result);
  const failed = results.filter(isNotice).map(({ id, reason }) => `${id}: ${reason}`);
  if (failed.length > 0)
    throw new Error(
      `The ${options.server.name} fails cases of the face ${options.face} without any mutant:\n${failed.join("\n")}`,
    );
  return results;
}
