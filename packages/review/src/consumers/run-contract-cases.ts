import { runProcess, startServerProcess } from "./run-process.ts";
import type { RunTree } from "./run-tree.ts";
import type { TestOutcomes } from "./test-outcomes.ts";

/** Runs the contract cases of one side against the mock of another: all of them, or those with the given ids. */
export async function runContractCases(
  tests: RunTree,
  mock: RunTree,
  signal: AbortSignal,
  only: readonly string[] = [],
): Promise<TestOutcomes> {
  const command = ["src/cli.ts", "--port", "0"];
  await using server = await startServerProcess(mock.path("packages/mock"), command, signal);
  const options = ["--json", "--token", "any-token", ...only.flatMap((id) => ["--only", id])];
  const { stdout, stderr } = await runProcess(
    tests.path("packages/contract"),
    ["src/cli.ts", server.url, ...options],
    signal,
  );
  const results = stdout.trim().split("\n").flatMap(readResult);
  if (results.length === 0) throw new Error(`The contract cases did not run: ${stderr.slice(-500)}`);
  const idsOf = (outcome: string) =>
    results.filter((result) => result.outcome === outcome).map(({ id }) => id);
  return { passed: idsOf("passed"), failed: idsOf("failed") };
}

function readResult(line: string): { readonly id: string; readonly outcome: string }[] {
  return line.startsWith("{") ? [JSON.parse(line)] : [];
}
