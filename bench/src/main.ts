import { fileURLToPath } from "node:url";
import { help, readArguments, type Task } from "./arguments.ts";
import { openCheckout } from "./checkout.ts";
import { compareCheckouts } from "./compare/comparison.ts";
import { pinLoad } from "./measuring/cores.ts";
import { describeMachine } from "./measuring/machine.ts";
import { printReport } from "./report.ts";

async function run(task: Task): Promise<void> {
  if (task.kind === "help") {
    process.stdout.write(help);
    return;
  }
  const current = openCheckout(fileURLToPath(new URL("../..", import.meta.url)));
  pinLoad();
  if (task.kind === "measure") {
    console.log(describeMachine());
    for (const [name, { measure }] of task.benches) printReport(name, await measure(current));
    return;
  }
  console.log(describeMachine());
  console.log(`Rounds: ${task.rounds}. Ratios: median ± median absolute deviation (lowest .. highest).`);
  let worse = 0;
  for (const [name, { compareOnce }] of task.benches) {
    worse += await compareCheckouts(name, compareOnce, { current, base: task.base }, task.rounds);
  }
  console.log(
    worse === 0
      ? "\nNo figure is more than 3 % worse than in the other checkout."
      : `\nFigures that are more than 3 % worse than in the other checkout: ${worse}.`,
  );
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
  console.error(error);
  // Not only `exitCode`: servers that still run would keep the process.
  process.exit(2);
}
