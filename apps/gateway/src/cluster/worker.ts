import { isGatewayMessage, type MessageFromWorker, type MessageToWorker } from "./messages.ts";
import type { RunOptions } from "./run-options.ts";
import { serve } from "./serve-in-process.ts";

/** Serves, and obeys the primary process. */
export async function runWorker(options: RunOptions): Promise<void> {
  // A terminal signals every process. The primary process then tells the workers what to do.
  for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {});
  const serving = serve(options);
  process.on("message", (message) => {
    if (!isGatewayMessage<MessageToWorker>(message)) return;
    if (message.kind !== "drain" && message.kind !== "reload") return;
    const { kind } = message;
    serving.then(
      ({ commands }) => commands[kind](),
      () => {},
    );
  });
  const { url, commands } = await serving.catch(fail);
  process.on("SIGTERM", commands.drain);
  tell({ kind: "serving", url });
}

/** Reports a failed start to the primary process, which prints it once for all workers, and exits. */
async function fail(reason: unknown): Promise<never> {
  const error = reason instanceof Error ? reason : new Error(String(reason));
  await new Promise<void>((resolve) =>
    tell({ kind: "failed", message: error.message, error: { ...error } }, resolve),
  );
  process.exit(2);
}

function tell(message: MessageFromWorker, sent: () => void = () => {}): void {
  process.send?.(message, undefined, undefined, sent);
}
