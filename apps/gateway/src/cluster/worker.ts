import type { PreparedConfig } from "./configured-gateway.ts";
import { sendHeartbeats } from "./heartbeat.ts";
import { isGatewayMessage, type MessageToWorker, tellPrimary } from "./messages.ts";
import type { ServeOptions } from "./run-options.ts";
import { type Serving, serve } from "./serve-in-process.ts";
import type { ServedConfig } from "./served-config.ts";
import type { Signals } from "./signals.ts";

/**
 * Serves what the primary process says, and obeys it.
 *
 * @param configure - prepares to serve a configuration.
 */
export function runWorker(
  configure: (config: ServedConfig) => Promise<ServeOptions>,
  signals: Signals,
): void {
  let serving: Serving | undefined;
  let prepared: PreparedConfig | undefined;
  let logger: ServeOptions["logger"] | undefined;
  /**
   * Ends when the last message about a configuration is done with. They are worked on one after the other, and none rejects: no later
   * one would be obeyed.
   */
  let done = Promise.resolve();

  async function start(config: ServedConfig): Promise<void> {
    try {
      const options = await configure(config);
      logger = options.logger;
      serving = await serve(options);
      const { url, drain } = serving;
      signals.handle({ drain, reload: async () => {} });
      tellPrimary({ kind: "serving", url });
    } catch (error) {
      fail(error);
    }
  }

  async function prepare(reload: number, config: ServedConfig): Promise<void> {
    try {
      // If it is not set, the start has failed, and this process is about to end.
      prepared = await serving?.prepare(config);
      if (prepared) tellPrimary({ kind: "prepared", reload });
    } catch (error) {
      tellPrimary({ kind: "not prepared", reload, reason: explain(error) });
    }
  }

  async function commit(reload: number): Promise<void> {
    try {
      takePrepared()?.commit();
      tellPrimary({ kind: "committed", reload });
    } catch (error) {
      tellPrimary({ kind: "not committed", reload, reason: explain(error) });
    }
  }

  async function discard(): Promise<void> {
    try {
      await takePrepared()?.discard();
    } catch (error) {
      logger?.error({ err: error }, "cannot release a configuration that was not served");
    }
  }

  /** Returns what was prepared, of which only one function may be called. */
  function takePrepared(): PreparedConfig | undefined {
    const taken = prepared;
    prepared = undefined;
    return taken;
  }

  function obey(message: MessageToWorker): Promise<void> | undefined {
    switch (message.kind) {
      case "start":
        return start(message.config);
      case "prepare":
        return prepare(message.reload, message.config);
      case "commit":
        return commit(message.reload);
      case "discard":
        return discard();
    }
  }

  process.on("message", (message) => {
    if (!isGatewayMessage<MessageToWorker>(message)) return;
    if (message.kind === "drain") void serving?.drain();
    else done = done.then(() => obey(message));
  });
  sendHeartbeats();
  tellPrimary({ kind: "loaded" });
}

function explain(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Reports a failed start to the primary process, which prints it once for all workers, and exits. */
function fail(reason: unknown): void {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  tellPrimary({ kind: "failed", message: error.message, error: { ...error } }, () => process.exit(2));
}
