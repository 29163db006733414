import { sendHeartbeats } from "./heartbeat.ts";
import { isGatewayMessage, type MessageToWorker, tellPrimary } from "./messages.ts";
import type { WorkerOptions } from "./run-options.ts";
import { type Serving, serve } from "./serve-in-process.ts";
import type { ServedConfig } from "./served-config.ts";
import type { Signals } from "./signals.ts";

/**
 * Serves what the primary process says, and obeys it.
 *
 * @param configure - prepares to serve a configuration.
 */
export function runWorker(
  configure: (config: ServedConfig) => Promise<WorkerOptions>,
  signals: Signals,
): void {
  let options: Promise<WorkerOptions> | undefined;
  let serving: Serving | undefined;

  async function start(config: ServedConfig): Promise<void> {
    try {
      options = configure(config);
      serving = await serve(await options);
      const { url, drain } = serving;
      signals.handle({ drain, reload: async () => {} });
      tellPrimary({ kind: "serving", url });
    } catch (error) {
      fail(error);
    }
  }

  async function replaceKeys(keys: ServedConfig["keys"]): Promise<void> {
    // If it fails, so does the start.
    const prepared = await options?.catch(() => undefined);
    prepared?.replaceKeys(keys);
    prepared?.logger.info("reloaded the API keys");
  }

  process.on("message", (message) => {
    if (!isGatewayMessage<MessageToWorker>(message)) return;
    if (message.kind === "start") void start(message.config);
    else if (message.kind === "keys") void replaceKeys(message.keys);
    else if (message.kind === "drain") void serving?.drain();
  });
  sendHeartbeats();
  tellPrimary({ kind: "loaded" });
}

/** Reports a failed start to the primary process, which prints it once for all workers, and exits. */
function fail(reason: unknown): void {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  tellPrimary({ kind: "failed", message: error.message, error: { ...error } }, () => process.exit(2));
}
