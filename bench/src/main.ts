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
  console.log(`Ratios are medians of ${task.rounds} rounds, ± their median deviation (lowest .. highest).`);
  let worse = 0;
  for (const [name, { compareOnce }] of task.benches) {
    worse += await compareCheckouts(name, compareOnce, { current, base: task.base }, task.rounds);
  }
  console.log(
    `\n${worse === 0 ? "Nothing is" : `${worse} figures are`} more than 3 % worse than in the other checkout.`,
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
  process.exitCode = 2;
}
