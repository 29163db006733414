import type { Repository } from "../git/open-repository.ts";
import type { Tree } from "../git/tree.ts";
import type { ConsumerRun } from "../model/review.ts";
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
 * @returns an empty list for a repository that has no such packages. A run that could not start says why.
 */
export async function runConsumers(
  repository: Pick<Repository, "root">,
  base: Tree,
  head: Tree,
  onProgress: (text: string) => void,
): Promise<readonly ConsumerRun[]> {
  if (!(await hasPackages(base)) || !(await hasPackages(head))) return [];
  using cleanup = createCleanup();
  const { signal } = cleanup;
  let trees: readonly [RunTree, RunTree];
  try {
    await requireEqualDependencies(base, head, repository.root);
    onProgress("Preparing the packages of both sides");
    trees = await Promise.all([
      createRunTree(repository.root, base, "base", cleanup),
      createRunTree(repository.root, head, "head", cleanup),
    ]);
  } catch (error) {
    return bothWays((testsOf, against) => notRun("all tests", testsOf, against, error));
  }
  const runs: ConsumerRun[] = [];
  for (const { tests, run } of kinds) {
    onProgress(`Running the ${tests} of both sides`);
    const results = await Promise.all(
      bothWays(async (testsOf, against) => {
        const [own, other] = testsOf === "base" ? trees : trees.toReversed();
        if (own === undefined || other === undefined) throw new Error("There are two trees.");
        try {
          return toRun(tests, testsOf, against, await runAbroad(run, own, other, signal));
        } catch (error) {
          return notRun(tests, testsOf, against, error);
        }
      }),
    );
    runs.push(...results);
  }
  return runs;
}

type RunTests = (
  tests: RunTree,
  other: RunTree,
  signal: AbortSignal,
  only?: readonly string[],
) => Promise<TestOutcomes>;

const kinds: readonly { readonly tests: string; readonly against: string; readonly run: RunTests }[] = [
  { tests: "type tests", against: "packages", run: runTypeTests },
  { tests: "contract cases", against: "mock", run: runContractCases },
  { tests: "client tests", against: "mock", run: runClientTests },
];

/** Runs tests against the other side, and those that fail again at home. */
async function runAbroad(run: RunTests, own: RunTree, other: RunTree, signal: AbortSignal) {
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

function bothWays<Result>(run: (testsOf: "base" | "head", against: "base" | "head") => Result): Result[] {
  return [run("base", "head"), run("head", "base")];
}

function toRun(
  tests: string,
  testsOf: "base" | "head",
  against: string,
  { passed, failed }: TestOutcomes,
): ConsumerRun {
  const { against: packages = "packages" } = kinds.find((kind) => kind.tests === tests) ?? {};
  return { tests, testsOf, against: `${packages} of the ${against}`, passed: passed.length, failed };
}

function notRun(tests: string, testsOf: "base" | "head", against: string, error: unknown): ConsumerRun {
  const skipped = error instanceof Error ? error.message : String(error);
  return { tests, testsOf, against, passed: 0, failed: [], skipped };
}
