#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { constants } from "node:os";

// Must come first: it caches only the modules that are imported after it.
enableCompileCache();

const [{ runProgram }, { approveProgram }, { formatProgram }, { reviewProgram }] = await Promise.all([
  import("@completions-api/command-line"),
  import("./command-line/approve-program.ts"),
  import("./command-line/format-program.ts"),
  import("./command-line/review-program.ts"),
]);

// Exiting runs what removes temporary folders.
for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
  process.once(signal, () => process.exit(128 + constants.signals[signal]));
}

// The code that does the work is not loaded for `--help`: compilers and validators take long to start.
switch (takeCommand()) {
  case "approve":
    await runProgram(approveProgram, async (options) => {
      const { runApprove } = await import("./command-line/run-approve.ts");
      await runApprove(options);
    });
    break;
  case "format":
    await runProgram(formatProgram, async (options) => {
      const { runFormat } = await import("./command-line/run-format.ts");
      process.exitCode = await runFormat(options);
    });
    break;
  case undefined:
    await runProgram(reviewProgram, async (options) => {
      const { runReview } = await import("./command-line/run-review.ts");
      process.exitCode = await runReview(options);
    });
}

/** Takes the command off the arguments, which the programs then read. Without one, the spec is reviewed. */
function takeCommand(): "approve" | "format" | undefined {
  const index = process.argv[2] === "--" ? 3 : 2;
  const command = process.argv[index];
  if (command !== "approve" && command !== "format") return undefined;
  process.argv.splice(index, 1);
  return command;
}
