#!/usr/bin/env node
import { readArguments, UsageError } from "./cli/arguments.ts";
import { formatHelp } from "./cli/help.ts";
import { createReport } from "./cli/report.ts";
import { runContract, UnreachableTarget } from "./run-contract.ts";

/** @returns the exit code: 0 where no case failed, 1 where one did. */
async function main(): Promise<number> {
  const command = readArguments(process.argv.slice(2));
  if (command === "help") {
    process.stdout.write(formatHelp());
    return 0;
  }
  const report = createReport(command.cases.length, command.json);
  for await (const result of runContract(command)) report.add(result);
  return report.end().failed > 0 ? 1 : 0;
}

// Whoever reads the results may stop before the end, as `head` does.
process.stdout.once("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") console.error(`completions-contract: ${error.message}`);
  process.exit(2);
});

try {
  process.exitCode = await main();
} catch (error) {
  const isExpected = error instanceof UsageError || error instanceof UnreachableTarget;
  console.error(isExpected ? `completions-contract: ${error.message}` : error);
  process.exitCode = 2;
}
