import type { RunOptions } from "./run-options.ts";
import type { ServedConfig } from "./served-config.ts";
import { IncompleteReload } from "./worker-reloads.ts";

/**
 * Creates a function that reads the configuration again and serves it. It logs and counts the result, and never rejects. Calls
 * while it runs lead to one more run, so that the last state of the file is served.
 *
 * @param serve - serves a configuration in all processes. If it rejects, all of them still serve the earlier one, unless the reload is
 * incomplete.
 */
export function createReload(
  { readAgain, logger, reloadMetrics }: Pick<RunOptions, "readAgain" | "logger" | "reloadMetrics">,
  serve: (config: ServedConfig) => Promise<void>,
): () => Promise<void> {
  async function reload(): Promise<void> {
    try {
      await serve(await readAgain());
      reloadMetrics.succeed();
      logger.info("reloaded the configuration");
    } catch (error) {
      reloadMetrics.fail();
      const message =
        error instanceof IncompleteReload
          ? "cannot reload the configuration in every worker"
          : "cannot reload the configuration: the earlier one stays in use";
      logger.error({ err: error }, message);
    }
  }

  let running: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  function begin(): Promise<void> {
    next = undefined;
    running = reload().finally(() => {
      running = undefined;
    });
    return running;
  }
  return () => {
    if (running === undefined) return begin();
    next ??= running.then(begin);
    return next;
  };
}
