// Counts the results of the tests (Vitest's JSON report of each package, and that of `npx pnpm@12 consumers`) and of the checks
// (Turbo's summary of the run). Usage: node .ci/count.ts <exit status of the tests> <of the engines> <of the consumers> <of the checks>
import { globSync, readFileSync } from "node:fs";

interface VitestReport {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  testResults?: { assertionResults: { status: string; fullName: string; failureMessages?: string[] }[] }[];
}

interface TurboSummary {
  tasks: { task: string; execution?: { exitCode: number | null } }[];
}

const [testStatus, enginesStatus, consumersStatus, checkStatus] = process.argv.slice(2);

const reports = globSync([
  "{.,apps,packages}/*/.vitest/{results,engines}.json",
  "packages/contract/{compat,mutants}/.vitest/results.json",
  "spec/consumers/{.vitest,.consumers}/results.json",
]).map((file): VitestReport => JSON.parse(readFileSync(file, "utf8")));
const tests = {
  passed: reports.reduce((sum, report) => sum + report.numPassedTests, 0),
  failed: reports.reduce((sum, report) => sum + report.numFailedTests, 0),
  skipped: reports.reduce((sum, report) => sum + report.numPendingTests, 0),
};

const checkTasks = globSync(".turbo/runs/*.json")
  .flatMap((file) => (JSON.parse(readFileSync(file, "utf8")) as TurboSummary).tasks)
  .filter(({ task }) => task.startsWith("check"));
const failedChecks = checkTasks.filter(({ execution }) => execution?.exitCode !== 0).map(({ task }) => task);
const checks = { passed: checkTasks.length - failedChecks.length, failed: failedChecks.length };

// A run that failed before it counted a failure, or that counted nothing at all, is a failure too.
const testStatuses = [testStatus, enginesStatus, consumersStatus];
if (tests.failed === 0 && (testStatuses.some((status) => status !== "0") || tests.passed === 0))
  tests.failed = 1;
if (checks.failed === 0 && (checkStatus !== "0" || checks.passed === 0)) checks.failed = 1;

for (const { status, fullName, failureMessages } of reports.flatMap(({ testResults = [] }) =>
  testResults.flatMap(({ assertionResults }) => assertionResults),
)) {
  if (status === "failed") console.error(`Failed: ${fullName}\n${failureMessages?.join("\n") ?? ""}`);
}
for (const task of failedChecks) console.error(`Failed: ${task}`);
console.error(
  `tests: ${tests.passed} passed, ${tests.failed} failed, ${tests.skipped} skipped; checks: ${checks.passed} passed, ${checks.failed} failed`,
);
console.log(`${tests.passed + checks.passed} passed, ${tests.failed + checks.failed} failed`);
