#!/usr/bin/env node
import { runProgram } from "@completions-api/command-line";
import { program } from "./cli/program.ts";

await runProgram(program, async (options) => {
  // Not loaded for `--help`: the cases take most of the time to start.
  const { runCases } = await import("./cli/run-cases.ts");
  const { failed, flipped } = await runCases(options);
  process.exitCode = failed + flipped > 0 ? 1 : 0;
});
