import type { RunOptions } from "./run-options.ts";

/** Commands to a serving process. */
export interface Commands {
  /** Lets open requests finish, within the time limit, and ends the process. */
  readonly drain: () => Promise<void>;
  /** Reads the API keys again. */
  readonly reload: () => Promise<void>;
}

/** Starts serving in this process, and makes sure that no failure ends it silently. */
export async function serve({ start, reload, drain, logger }: RunOptions): Promise<{
  readonly url: string;
  readonly commands: Commands;
}> {
  const gateway = await start();
  let exitCode = 0;

  const commands: Commands = {
    async drain() {
      logger.info("draining: open requests may finish");
      const cut = await gateway.drain(drain.timeout);
      if (cut > 0) logger.warn({ requests: cut }, "cut off requests that did not finish in time");
      process.exit(cut > 0 ? 1 : exitCode);
    },
    async reload() {
      try {
        await reload();
        logger.info("reloaded the API keys");
      } catch (error) {
        logger.error({ err: error }, "cannot reload the API keys: the earlier ones stay in use");
      }
    },
  };
  // It belongs to one request, so the others go on.
  process.on("unhandledRejection", (reason) => logger.error({ err: reason }, "unhandled rejection"));
  process.on("uncaughtException", (error) => {
    logger.fatal({ err: error }, "uncaught exception: the process is stopping");
    exitCode = 1;
    void commands.drain();
  });
  return { url: gateway.url, commands };
}
