import type { Program } from "./program.ts";
import { readArguments } from "./read-arguments.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Runs a program with the arguments of this process. `--help` and `--version` print to stdout instead. Errors are printed to
 * stderr, a {@link UsageError} as one line and any other error with its stack, and the process exits with code 2.
 *
 * The process also exits with code 2 if it cannot write to stdout: silently if the reader, such as `head`, has closed it.
 *
 * @param run - does the work. Without an error, the process exits when nothing is left to do, with `process.exitCode`.
 */
export async function runProgram<Values extends object>(
  program: Program<Values>,
  run: (values: Values) => Promise<void>,
): Promise<void> {
  process.stdout.once("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") console.error(`${program.name}: ${error.message}`);
    process.exit(2);
  });
  try {
    const command = readArguments(program, process.argv.slice(2));
    if ("text" in command) process.stdout.write(command.text);
    else await run(command.values);
  } catch (error) {
    console.error(error instanceof UsageError ? `${program.name}: ${error.message}` : error);
    // Setting `process.exitCode` is not enough: workers or connections may keep the process alive. Earlier output is written first.
    process.stdout.write("", () => process.exit(2));
  }
}
