import type { CaseResult, ContractCase, FaceName } from "../../../src/index.ts";
import { suiteOf } from "../../../src/suite.ts";
import { findWarnings } from "../../../src/warnings/find-warnings.ts";
import type { BrokenServer } from "../catalogue/broken-server.ts";
import type { AlteringProxy } from "../proxy/altering-proxy.ts";
import { coveredElements, operations } from "../spec/specs.ts";
import type { Baseline } from "./baseline.ts";
import type { Mode } from "./mode.ts";
import { isNotice, runSuite } from "./run-suite.ts";
import type { Server } from "./servers.ts";

/** The place of a broken server: what stands behind it, and how the suite asks it. */
export interface Place {
  readonly server: Server;
  readonly face: FaceName;
  readonly mode: Mode;
  readonly baseline: Baseline;
}

/** The end of a run of the suite against a broken server. */
export interface Verdict {
  /** The first case that noticed the fault, or the warning about it, and what it said. Undefined if none did. */
  readonly notice?: { readonly id: string; readonly reason: string; readonly timedOut: boolean };
  /** The number of exchanges that the fault changed. */
  readonly altered: number;
  readonly casesRun: number;
  readonly durationMs: number;
}

/** Runs the suite against a broken server until the first case notices the fault. */
export async function judgeServer(
  broken: BrokenServer,
  { baseline, ...place }: Place,
  proxy: AlteringProxy,
): Promise<Verdict> {
  proxy.alteration = broken.alteration;
  proxy.altered = 0;
  const start = performance.now();
  const results: CaseResult[] = [];
  let notice: Verdict["notice"];
  for await (const result of runSuite({
    ...place,
    url: proxy.url,
    cases: sortCases(broken, place.face, baseline),
  })) {
    results.push(result);
    if (!isNotice(result)) continue;
    notice = { id: result.id, reason: result.reason, timedOut: result.reason.endsWith("timed out") };
    break;
  }
  notice ??= findNewWarning(results, baseline);
  if (proxy.error !== undefined)
    throw new Error(`The alteration of ${broken.id} has a bug.`, { cause: proxy.error });
  return {
    altered: proxy.altered,
    casesRun: results.length,
    durationMs: performance.now() - start,
    ...(notice && { notice }),
  };
}

/** Finds a warning that the server without the fault does not cause. */
function findNewWarning(results: readonly CaseResult[], baseline: Baseline): Verdict["notice"] {
  const usual = findWarnings(baseline).map(({ id }) => id);
  const warning = findWarnings(results).find(({ id }) => !usual.includes(id));
  return warning && { id: warning.id, reason: warning.message, timedOut: false };
}

/** Puts the cases that cover the broken element first, then those that take little time. */
function sortCases({ breaks }: BrokenServer, face: FaceName, baseline: Baseline): readonly ContractCase[] {
  const element = breaks.replace(operations.completions, operations[face]);
  const times = new Map(baseline.map(({ id, durationMs }) => [id, durationMs]));
  const cost = (contractCase: ContractCase): number =>
    coveredElements(face, contractCase).includes(element) ? -1 : (times.get(contractCase.id) ?? 0);
  return suiteOf(face).toSorted((one, other) => cost(one) - cost(other));
}
