import { UsageError } from "@completions-api/command-line";
import type { GatewayCommandOptions } from "./program.ts";

/** Options that do something other than serve. */
const tasks = ["check", "make-key", "schema"] as const;

/** Options that change what `--check` does. */
const checkOnly = ["probe", "without-environment"] as const;

/**
 * Checks that the options can be combined.
 *
 * @throws UsageError otherwise.
 */
export function checkOptions(options: GatewayCommandOptions): void {
  const [first, second] = tasks.filter((name) => options[name]);
  if (second !== undefined) {
    throw new UsageError(`--${first} and --${second} are two different tasks. Give one of them.`);
  }
  if (options.check && options.config === undefined) {
    throw new UsageError("--check needs a file: --config FILE.");
  }
  if (options.watch && options.config === undefined) {
    throw new UsageError("--watch needs a file: --config FILE.");
  }
  const [misplaced] = checkOnly.filter((name) => options[name]);
  if (misplaced !== undefined && !options.check) {
    throw new UsageError(`--${misplaced} needs --check: --check --${misplaced} --config FILE.`);
  }
  if (options.probe && options["without-environment"]) {
    throw new UsageError("--probe needs the secrets in the environment. Leave out --without-environment.");
  }
}
