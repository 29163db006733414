import type { Repository } from "../git/open-repository.ts";
import type { Tree } from "../git/tree.ts";
import type { ConsumerRun } from "../model/review.ts";
import type { TrackStep } from "../track-step.ts";
import { createCleanup } from "./run-cleanup.ts";
import { runClientTests } from "./run-client-tests.ts";
import { runContractCases } from "./run-contract-cases.ts";
import { createRunTree, hasPackages, type RunTree } from "./run-tree.ts";
import { runTypeTests } from "./run-type-tests.ts";
import { type TestOutcomes, withoutHomeFailures } from "./test-outcomes.ts";

/**
 * Runs the tests of the base against the packages and the mock of the head, and the other way round. A test that breaks
 * shows what a consumer notices who updates one and not the other. Tests that fail on their own side too are left out.
 *
 * @param names - the kinds of tests, by default all.
 * @returns an empty list for a repository that has no such packages. A run that could not start says why.
 */
export async function runConsumers(
  repository: Pick<Repository, "root">,
  base: Tree,
  head: Tree,
  trackStep: TrackStep,
  names: readonly string[] = kinds.map(({ tests }) => tests),
): Promise<readonly ConsumerRun[]> {
  if (!(await hasPackages(base)) || !(await hasPackages(head))) return [];
  using cleanup = createCleanup();
  const { signal } = cleanup;
  let trees: Readonly<Record<SideName, RunTree>>;
  try {
    await requireEqualDependencies(base, head, repository.root);
    const both = Promise.all([
      createRunTree(repository.root, base, "base", cleanup),
      createRunTree(repository.root, head, "head", cleanup),
    ]);
    const [before, after] = await trackStep("Preparing the packages of both sides", both);
    trees = { base: before, head: after };
  } catch (error) {
    return kinds.flatMap((kind) => sides.map((side) => notRun(kind, side, error)));
  }
  const runs: ConsumerRun[] = [];
  for (const kind of kinds.filter(({ tests }) => names.includes(tests))) {
    const run = async (side: SideName) => {
      try {
        const { passed, failed } = await runAbroad(kind, trees[side], trees[otherOf(side)], signal);
        return { ...describeRun(kind, side), passed: passed.length, failed };
      } catch (error) {
        return notRun(kind, side, error);
      }
    };
    runs.push(...(await trackStep(`Running the ${kind.tests}`, Promise.all(sides.map(run)))));
  }
  return runs;
}

const sides = ["base", "head"] as const;
type SideName = (typeof sides)[number];

/** A kind of tests, and what of the other side they run against. */
interface Kind {
  readonly tests: string;
  readonly against: string;
  /** Runs all tests, or those with the given names. */
  readonly run: (
    tests: RunTree,
    other: RunTree,
    signal: AbortSignal,
    only?: readonly string[],
  ) => Promise<TestOutcomes>;
}

const kinds: readonly Kind[] = [
  { tests: "type tests", against: "packages", run: runTypeTests },
  { tests: "contract cases", against: "mock", run: runContractCases },
  { tests: "client tests", against: "mock", run: runClientTests },
];

/** Runs tests against the other side, and those that fail again at home. */
async function runAbroad(
  { run }: Kind,
  own: RunTree,
  other: RunTree,
  signal: AbortSignal,
): Promise<TestOutcomes> {
  const abroad = await run(own, other, signal);
  if (abroad.failed.length === 0) return abroad;
  return withoutHomeFailures(abroad, await run(own, own, signal, abroad.failed));
}

/** Dependencies are those that are installed, so both sides must want the same. */
async function requireEqualDependencies(base: Tree, head: Tree, root: string): Promise<void> {
  const lock = "pnpm-lock.yaml";
  const [before, after] = await Promise.all([base.read(lock), head.read(lock)]);
  if (before === after) return;
  throw new Error(`${lock} differs, and ${root} has the dependencies of one side only.`);
}

function otherOf(side: SideName): SideName {
  return side === "base" ? "head" : "base";
}

function describeRun({ tests, against }: Kind, testsOf: SideName) {
  return { tests, testsOf, against: `the ${otherOf(testsOf)}'s ${against}` };
}

function notRun(kind: Kind, testsOf: SideName, error: unknown): ConsumerRun {
  const skipped = error instanceof Error ? error.message : String(error);
  return { ...describeRun(kind, testsOf), passed: 0, failed: [], skipped };
}
