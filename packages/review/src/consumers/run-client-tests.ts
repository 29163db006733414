import { globSync } from "node:fs";
import { readFile, rm, symlink } from "node:fs/promises";
import { join, relative } from "node:path";
import { runProcess } from "./run-process.ts";
import type { RunTree } from "./run-tree.ts";
import type { TestOutcomes } from "./test-outcomes.ts";

/**
 * Runs the tests of one side's client against the mock of another: all that use a mock, or the files of those with the
 * given names. Those of the README and of other runtimes are left out: they take a minute and repeat what the others test.
 */
export async function runClientTests(
  tests: RunTree,
  mock: RunTree,
  signal: AbortSignal,
  only: readonly string[] = [],
): Promise<TestOutcomes> {
  const client = tests.path("packages/client");
  const link = join(client, "node_modules/@completions-api/mock");
  await rm(link, { force: true });
  // The real path counts for its imports, so that the mock uses the packages of its own side.
  await symlink(mock.path("packages/mock"), link, "junction");
  const report = join(client, ".vitest", `against-${mock.side}.json`);
  const filesOfNames = new Set(only.map((name) => `test/${name.split(": ")[0]}`));
  const files = only.length > 0 ? [...filesOfNames] : await listFiles(client);
  // Vitest's cache remembers where an import led, which is another mock in each run.
  const cache = `--fsModuleCachePath=${join(client, ".vitest", `modules-${mock.side}`)}`;
  const options = ["--typecheck.enabled=false", "--reporter=json", `--outputFile=${report}`];
  // Modules are loaded once for all files, which halves the time. One worker, because the other side runs beside this one.
  const speed = ["--no-isolate", "--maxWorkers=1", cache];
  const vitest = tests.path("node_modules/vitest/vitest.mjs");
  const { stderr } = await runProcess(client, [vitest, "run", ...options, ...speed, ...files], signal);
  const text = await readFile(report, "utf8").catch(() => {
    throw new Error(`The tests of the client did not run: ${stderr.slice(-500)}`);
  });
  return readReport(JSON.parse(text), client);
}

async function listFiles(client: string): Promise<string[]> {
  const files = globSync("test/**/*.test.ts", { cwd: client });
  const texts = await Promise.all(files.map((file) => readFile(join(client, file), "utf8")));
  return files.filter(
    (file, index) =>
      texts[index]?.includes("@completions-api/mock") === true && !/runtimes|readme/.test(file),
  );
}

interface VitestReport {
  readonly testResults: readonly {
    readonly name: string;
    readonly status: string;
    readonly assertionResults: readonly { readonly fullName: string; readonly status: string }[];
  }[];
}

function readReport({ testResults }: VitestReport, client: string): TestOutcomes {
  const outcomes = { passed: [] as string[], failed: [] as string[] };
  for (const { name, status, assertionResults } of testResults) {
    const file = relative(join(client, "test"), name).replaceAll("\\", "/");
    for (const test of assertionResults) {
      if (test.status === "passed") outcomes.passed.push(`${file}: ${test.fullName}`);
      if (test.status === "failed") outcomes.failed.push(`${file}: ${test.fullName}`);
    }
    // A file that cannot be loaded has no tests.
    if (status === "failed" && assertionResults.length === 0) outcomes.failed.push(file);
    if (status === "passed") outcomes.passed.push(file);
  }
  return outcomes;
}
