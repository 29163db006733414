import type { ConfiguredGateway } from "./configured-gateway.ts";
import { exitAfterLog } from "./exit-after-log.ts";
import type { ServeOptions } from "./run-options.ts";
import type { Commands } from "./signals.ts";

/** A process that serves. */
export interface Serving extends Pick<Commands, "drain">, Pick<ConfiguredGateway, "url" | "prepare"> {}

/** Starts serving in this process, and makes sure that no failure ends it silently. */
export async function serve({ start, drain, logger }: ServeOptions): Promise<Serving> {
  const gateway = await start();
  let { timeout } = drain;
  let exitCode = 0;
  let drained: Promise<void> | undefined;

  async function drainAndExit(): Promise<void> {
    logger.info("draining: open requests may finish");
    const cut = await gateway.drain(timeout);
    if (cut > 0) logger.warn({ requests: cut }, "cut off requests that did not finish in time");
    exitAfterLog(logger, cut > 0 ? 1 : exitCode);
  }
  function drainOnce(): Promise<void> {
    drained ??= drainAndExit();
    return drained;
  }

  // It belongs to one request, so the others go on.
  process.on("unhandledRejection", (reason) => logger.error({ err: reason }, "unhandled rejection"));
  process.on("uncaughtException", (error) => {
    logger.fatal({ err: error }, "uncaught exception: the process is stopping");
    exitCode = 1;
    void drainOnce();
  });
  return {
    url: gateway.url,
    drain: drainOnce,
    async prepare(config) {
      const { commit, discard } = await gateway.prepare(config);
      return {
        commit() {
          commit();
          timeout = config.drain.timeout;
        },
        discard,
      };
    },
  };
}
