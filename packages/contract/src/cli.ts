#!/usr/bin/env node
import { runProgram } from "@completions-api/command-line";
import { program } from "./cli/program.ts";

await runProgram(program, async (options) => {
  // Not loaded for `--help`: the cases take most of the time to start.
  const { runCommand } = await import("./cli/run-command.ts");
  process.exitCode = await runCommand(options);
});
