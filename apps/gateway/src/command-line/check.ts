import { ConfigError } from "../config/config-error.ts";
import type { ConfigSource } from "../config/read-config.ts";
import { readFromFile } from "./read-from-file.ts";

/** Prints the problems of a configuration file, or that it is valid. Sets the exit code to 1 if there are problems. */
export async function checkConfig(source: ConfigSource): Promise<void> {
  try {
    const { deployments } = await readFromFile(source);
    console.log(`${source.file} is valid: ${count(Object.keys(deployments).length, "deployment")}.`);
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    console.log(`${error.message}\n${count(error.problems.length, "problem")} in ${source.file}.`);
    process.exitCode = 1;
  }
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
