import { describeFileError } from "../config/describe-file-error.ts";
import { type ConfigSource, readConfig } from "../config/read-config.ts";
import type { Config } from "../generated/config.ts";
import { UsageError } from "./usage-error.ts";

/** @throws UsageError where there is no such file. ConfigError for what is wrong with it. */
export async function readFromFile(source: ConfigSource): Promise<Config> {
  try {
    return await readConfig(source);
  } catch (error) {
    if (!(error instanceof Error && "syscall" in error)) throw error;
    throw new UsageError(`The file ${source.file} cannot be read: ${describeFileError(error)}.`);
  }
}
