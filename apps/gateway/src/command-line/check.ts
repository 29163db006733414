import { ConfigError } from "../config/config-error.ts";
import { listWarnings } from "../config/list-warnings.ts";
import type { CheckedConfig, ConfigSource } from "../config/read-config.ts";
import { readFromFile } from "./read-from-file.ts";

/**
 * Prints the problems of a configuration file, or that it is valid, and its warnings. Sets the exit code to 1 if there are problems.
 *
 * @param workers - the number of processes that are going to serve.
 */
export async function checkConfig(source: ConfigSource, workers: number): Promise<void> {
  const checked = await readOrPrintProblems(source);
  if (!checked) return;
  const { config } = checked;
  console.log(`${source.file} is valid: ${count(Object.keys(config.deployments).length, "deployment")}.`);
  printWarnings(checked, workers);
}

/** Prints the warnings of a valid configuration. */
export function printWarnings(checked: CheckedConfig, workers: number): void {
  for (const warning of listWarnings(checked, workers)) console.log(`Warning: ${warning}`);
}

/**
 * Reads a configuration file. If it has problems, prints them, sets the exit code to 1 and returns undefined.
 *
 * @throws UsageError if it cannot be read.
 */
export async function readOrPrintProblems(source: ConfigSource): Promise<CheckedConfig | undefined> {
  try {
    return await readFromFile(source);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    printProblems(source, error);
    return undefined;
  }
}

/** Prints the problems of a configuration file, and sets the exit code to 1. */
export function printProblems({ file }: ConfigSource, { message, problems }: ConfigError): void {
  console.log(`${message}\n${count(problems.length, "problem")} in ${file}.`);
  process.exitCode = 1;
}

/** Returns a number with its noun, in the plural unless it is 1. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
