import { cp, readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { runProcess } from "./run-process.ts";
import type { RunTree } from "./run-tree.ts";
import type { TestOutcomes } from "./test-outcomes.ts";

/** The folders with type tests, and a name at the same depth for those of the other side. */
const suites = [
  { package: "types", tests: "test", visitors: "visiting-test" },
  { package: "client", tests: "test/types", visitors: "test/visiting-types" },
] as const;

/** Compiles the type tests of one side against the packages of another. */
export async function runTypeTests(
  tests: RunTree,
  packages: RunTree,
  signal: AbortSignal,
): Promise<TestOutcomes> {
  const outcomes = await Promise.all(suites.map((suite) => runSuite(suite, tests, packages, signal)));
  return {
    passed: outcomes.flatMap(({ passed }) => passed),
    failed: outcomes.flatMap(({ failed }) => failed),
  };
}

async function runSuite(
  suite: (typeof suites)[number],
  tests: RunTree,
  packages: RunTree,
  signal: AbortSignal,
): Promise<TestOutcomes> {
  const from = join(tests.path("packages"), suite.package, suite.tests);
  const home = join(packages.path("packages"), suite.package);
  const visitors = `${suite.visitors}-${tests.side}`;
  const files = (await readdir(from)).filter((file) => file.endsWith(".test-d.ts"));
  for (const file of files) await cp(join(from, file), join(home, visitors, file));
  const project = `tsconfig.visiting-${tests.side}.json`;
  const config = { extends: "./tsconfig.json", include: [`${visitors}/*.test-d.ts`] };
  await writeFile(join(home, project), JSON.stringify(config));
  const tsc = packages.path("node_modules/typescript/bin/tsc");
  const { stdout } = await runProcess(home, [tsc, "--project", project, "--pretty", "false"], signal);
  const outcomes = { passed: [] as string[], failed: [] as string[] };
  for (const file of files) {
    const lines = readErrorLines(stdout, `${visitors}/${file}`);
    const titles = readTitles(await readFile(join(from, file), "utf8"));
    const failed = new Set(lines.map((line) => titleAt(titles, line)));
    for (const title of titles.values()) {
      outcomes[failed.has(title) ? "failed" : "passed"].push(`${suite.package}/${file}: ${title}`);
    }
    // An error above the first test, such as an import of a type that is gone, breaks the file.
    if (failed.has(undefined)) outcomes.failed.push(`${suite.package}/${file}`);
    else outcomes.passed.push(`${suite.package}/${file}`);
  }
  return outcomes;
}

/** Returns the lines where the compiler reports an error in a file. */
function readErrorLines(output: string, file: string): number[] {
  return output.split("\n").flatMap((line) => {
    if (!line.startsWith(`${file}(`)) return [];
    return Number(/\((\d+),\d+\): error/.exec(line)?.[1] ?? []);
  });
}

/** Returns the titles of tests by the line where each starts. */
function readTitles(code: string): Map<number, string> {
  const titles = new Map<number, string>();
  for (const [index, line] of code.split("\n").entries()) {
    const title = /^\s*test\((["'`])(.*)\1,/.exec(line)?.[2];
    if (title !== undefined) titles.set(index + 1, title);
  }
  return titles;
}

function titleAt(titles: ReadonlyMap<number, string>, line: number): string | undefined {
  return [...titles].findLast(([start]) => start <= line)?.[1];
}
