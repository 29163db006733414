import { casesOf } from "./cases/index.ts";
import type { ContractCase } from "./contract-case.ts";
import { describeFailure } from "./describe-failure.ts";
import { defaultFace } from "./faces/face.ts";
import { runCase, UnsupportedParameter } from "./run-case.ts";
import type { CaseTarget, Target } from "./target.ts";

/** The result of one case. */
export type CaseResult = { readonly id: string; readonly title: string } & (
  | { readonly outcome: "passed"; readonly durationMs: number }
  | { readonly outcome: "failed"; readonly reason: string; readonly durationMs: number }
  /** The target lacks a capability, or its model does not support a parameter. The reason names it. */
  | { readonly outcome: "skipped"; readonly reason: string }
);

export interface ContractOptions {
  readonly target: Target;
  /** Default: all cases of the target's face. Cases that you list run whichever face they are of. */
  readonly cases?: readonly ContractCase[];
  /** The number of cases that run at once. Default: 8. */
  readonly concurrency?: number;
  /** The time limit of each case, in milliseconds. Default: 10,000. */
  readonly timeout?: number;
}

/** The target does not respond at all. `cause` is the network error. */
export class UnreachableTarget extends Error {
  override readonly name = "UnreachableTarget";
}

/**
 * Runs cases against a server. Ending the iteration stops the run.
 *
 * @returns the results in the order of the cases. Each is available as soon as its case and all earlier cases are done.
 * @throws UnreachableTarget if no server responds at the target's `baseUrl`.
 */
export async function* runContract(options: ContractOptions): AsyncGenerator<CaseResult, void, void> {
  const { concurrency = 8, timeout = 10_000 } = options;
  const target = { ...options.target, face: options.target.face ?? defaultFace };
  const { cases = casesOf(target.face) } = options;
  const stop = new AbortController();
  const started: Promise<CaseResult>[] = [];
  try {
    await checkReachable(target.baseUrl, timeout);
    for (const [index, contractCase] of cases.entries()) {
      const signal = AbortSignal.any([stop.signal, AbortSignal.timeout(timeout)]);
      started.push(getResult(contractCase, target, signal));
      const oldest = started[index - concurrency + 1];
      if (oldest !== undefined) yield oldest;
    }
    yield* started.slice(Math.max(0, cases.length - concurrency + 1));
  } finally {
    stop.abort();
  }
}

async function checkReachable(baseUrl: string, timeout: number): Promise<void> {
  try {
    const response = await fetch(baseUrl, { signal: AbortSignal.timeout(timeout) });
    await response.body?.cancel();
  } catch (cause) {
    throw new UnreachableTarget(`No server responds at ${baseUrl}: ${describeFailure(cause)}`, { cause });
  }
}

async function getResult(
  contractCase: ContractCase,
  target: Omit<CaseTarget, "signal">,
  signal: AbortSignal,
): Promise<CaseResult> {
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

/**
 * Removes the token from a reason, since a response may quote it. A short token (`t`, `test`) is not a secret, and its
 * letters often occur in other words.
 */
function hideToken(reason: string, token: string): string {
  return token.length < 8 ? reason : reason.replaceAll(token, "***");
}
