import type { RunOptions } from "../run-gateway.ts";

/** What a process that serves can be told. */
export interface Commands {
  /** Stops, without cutting what was begun unless that takes too long, and ends the process. */
  readonly drain: () => Promise<void>;
  /** Takes the API keys anew. */
  readonly reload: () => Promise<void>;
}

/** Starts to serve in this process, and sees to it that nothing that goes wrong ends it unheard. */
export async function serve({ start, reload, drain, logger }: RunOptions): Promise<{
  readonly url: string;
  readonly commands: Commands;
}> {
  const gateway = await start();
  let exitCode = 0;

  const commands: Commands = {
    async drain() {
      logger.info("finishing what was begun");
      const cut = await gateway.drain(drain.timeout);
      if (cut > 0) logger.warn({ requests: cut }, "cut what was not finished in time");
      process.exit(cut > 0 ? 1 : exitCode);
    },
    async reload() {
      try {
        await reload();
        logger.info("took the API keys again");
      } catch (error) {
        logger.error(
          { err: error },
          "cannot take the API keys from the configuration file: those from before stay",
        );
      }
    },
  };
  // Of one request, hence no reason to cut the others.
  process.on("unhandledRejection", (reason) => logger.error({ err: reason }, "unhandled rejection"));
  process.on("uncaughtException", (error) => {
    logger.fatal({ err: error }, "uncaught exception: the process stops");
    exitCode = 1;
    void commands.drain();
  });
  return { url: gateway.url, commands };
}
