import { contractCases } from "./cases/index.ts";
import type { ContractCase } from "./contract-case.ts";
import { describeFailure } from "./describe-failure.ts";
import { runCase, UnsupportedParameter } from "./run-case.ts";
import type { Target } from "./target.ts";

/** What came of a case. */
export type CaseResult = { readonly id: string; readonly title: string } & (
  | { readonly outcome: "passed"; readonly durationMs: number }
  | { readonly outcome: "failed"; readonly reason: string; readonly durationMs: number }
  /** The target lacks a capability, or its model does not support a parameter; the reason says which. */
  | { readonly outcome: "skipped"; readonly reason: string }
);

export interface ContractOptions {
  readonly target: Target;
  /** By default all of `contractCases`. */
  readonly cases?: readonly ContractCase[];
  /** How many cases run at once; by default 8. */
  readonly concurrency?: number;
  /** Milliseconds that a case may take; by default 10,000. */
  readonly timeout?: number;
}

/** The target does not answer at all. `cause` is the network's error. */
export class UnreachableTarget extends Error {
  override readonly name = "UnreachableTarget";
}

/**
 * Runs cases on a server. Whoever stops iterating stops the run.
 *
 * @returns the results in the order of the cases, each once it and those before it are there.
 * @throws UnreachableTarget where nothing answers at the target's `baseUrl`.
 */
export async function* runContract(options: ContractOptions): AsyncGenerator<CaseResult, void, void> {
  const { target, cases = contractCases, concurrency = 8, timeout = 10_000 } = options;
  const stop = new AbortController();
  const started: Promise<CaseResult>[] = [];
  try {
    await reach(target.baseUrl, timeout);
    for (const [index, contractCase] of cases.entries()) {
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(timeout)]);
      started.push(judge(contractCase, target, signal));
      const oldest = started[index - concurrency + 1];
      if (oldest !== undefined) yield oldest;
    }
    yield* started.slice(Math.max(0, cases.length - concurrency + 1));
  } finally {
    stop.abort();
  }
}

async function reach(baseUrl: string, timeout: number): Promise<void> {
  try {
    const response = await fetch(baseUrl, { signal: AbortSignal.timeout(timeout) });
    await response.body?.cancel();
  } catch (cause) {
    throw new UnreachableTarget(`Nothing answers at ${baseUrl}: ${describeFailure(cause)}`, { cause });
  }
}

async function judge(contractCase: ContractCase, target: Target, signal: AbortSignal): Promise<CaseResult> {
  const { id, title, needs = [] } = contractCase;
  const missing = needs.filter((capability) => !target.capabilities.includes(capability));
  if (missing.length > 0) {
    return { id, title, outcome: "skipped", reason: `the target lacks ${missing.join(" and ")}` };
  }
  const start = performance.now();
  try {
    await runCase(contractCase, { ...target, signal });
    return { id, title, outcome: "passed", durationMs: performance.now() - start };
  } catch (error) {
    const reason = hideToken(describeFailure(error), target.token);
    if (error instanceof UnsupportedParameter) return { id, title, outcome: "skipped", reason };
    return { id, title, outcome: "failed", reason, durationMs: performance.now() - start };
  }
}

/** A server's answer may quote the token. One that is short is no secret, and often in a word: `t`, `test`. */
function hideToken(reason: string, token: string): string {
  return token.length < 8 ? reason : reason.replaceAll(token, "***");
}
