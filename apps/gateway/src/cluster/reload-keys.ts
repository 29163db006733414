import type { RunOptions } from "./run-options.ts";

/**
 * Reads the API keys from the configuration file again. Logs a failure.
 *
 * @returns whether the keys could be read.
 */
export async function reloadKeys({
  reload,
  logger,
}: Pick<RunOptions, "reload" | "logger">): Promise<boolean> {
  try {
    await reload();
    return true;
  } catch (error) {
    logger.error({ err: error }, "cannot reload the API keys: the earlier ones stay in use");
    return false;
  }
}
