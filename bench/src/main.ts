import { fileURLToPath } from "node:url";
import { help, readArguments, type Task } from "./arguments.ts";
import { openCheckout } from "./checkout.ts";
import { compareCheckouts } from "./compare/compare-checkouts.ts";
import { compareRuns } from "./compare/compare-runs.ts";
import type { Moved } from "./compare/print-changes.ts";
import { readCommit } from "./history/commit.ts";
import { readHistory, recordRun } from "./history/history.ts";
import { type RecordedFigure, toRecordedFigures } from "./history/run.ts";
import { pinLoad } from "./measuring/cores.ts";
import { describeMachine, readMachine, readVersions } from "./measuring/machine.ts";
import { printReport } from "./report.ts";

async function run(task: Task): Promise<void> {
  if (task.kind === "help") {
    process.stdout.write(help);
    return;
  }
  if (task.kind === "compare-runs") {
    printSummary(compareRuns(readHistory(), task.benches.keys(), task.run));
    return;
  }
  const current = openCheckout(fileURLToPath(new URL("../..", import.meta.url)));
  pinLoad();
  console.log(`${describeMachine()} Rounds: ${task.rounds}.`);
  if (task.kind === "measure") {
    // The commit that is measured, even if another one is checked out meanwhile.
    const commit = readCommit(current.root);
    const measured: Record<string, readonly RecordedFigure[]> = {};
    try {
      for (const [name, { measure }] of task.benches) {
        const report = await measure(current, task.rounds);
        printReport(name, report);
        measured[name] = toRecordedFigures(report);
      }
    } finally {
      // Some benches need what not every machine has. The figures of those before them count nevertheless.
      if (Object.keys(measured).length > 0) {
        const time = new Date().toISOString();
        recordRun({ time, ...commit, machine: readMachine(), versions: readVersions(), benches: measured });
      }
    }
    return;
  }
  const moved = { better: 0, worse: 0 };
  for (const [name, { compareOnce }] of task.benches) {
    if (!compareOnce) continue;
    const { better, worse } = await compareCheckouts(
      name,
      compareOnce,
      { current, base: task.base },
      task.rounds,
    );
    moved.better += better;
    moved.worse += worse;
  }
  printSummary(moved);
}

/** Prints how many figures moved. Sets the exit code to 1 if one is worse. */
function printSummary({ better, worse }: Moved): void {
  console.log(better + worse === 0 ? "\nNothing moved." : `\nMoved: ${better} better, ${worse} worse.`);
  if (worse > 0) process.exitCode = 1;
}

function readTask(): Task | undefined {
  try {
    return readArguments(process.argv.slice(2));
  } catch (error) {
    console.error(`bench: ${error instanceof Error ? error.message : error} Try --help.`);
    return undefined;
  }
}

const task = readTask();
try {
  if (task) await run(task);
  else process.exitCode = 2;
} catch (error) {
  console.error(task?.kind === "compare-runs" && error instanceof Error ? `bench: ${error.message}` : error);
  // Not only `exitCode`: servers that still run would keep the process.
  process.exit(2);
}
