import { UsageError } from "@completions-api/command-line";
import { describeFileError } from "@completions-api/command-line/yaml";
import { type ConfigSource, readConfig } from "../config/read-config.ts";
import type { Config } from "../generated/config.ts";

/**
 * Reads the configuration that the command line selects.
 *
 * @throws UsageError if the file cannot be read, ConfigError if it has problems.
 */
export async function readFromFile(source: ConfigSource): Promise<Config> {
  try {
    return await readConfig(source);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new UsageError(`The file ${source.file} cannot be read: ${describeFileError(error)}.`);
  }
}
