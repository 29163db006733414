import { UsageError } from "@completions-api/command-line";
import { describeFileError } from "@completions-api/command-line/yaml";
import { type CheckedConfig, type ConfigSource, readCheckedConfig } from "../config/read-config.ts";

/**
 * Reads the configuration that the command line selects, with the places of its values.
 *
 * @throws UsageError if the file cannot be read, ConfigError if it has problems.
 */
export async function readFromFile(source: ConfigSource): Promise<CheckedConfig> {
  try {
    return await readCheckedConfig(source, process.env);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new UsageError(`The file ${source.file} cannot be read: ${describeFileError(error)}.`);
  }
}
