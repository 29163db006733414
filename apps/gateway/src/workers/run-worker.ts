import type { RunOptions } from "../run-gateway.ts";
import { isOurs, type MessageFromWorker, type MessageToWorker } from "./messages.ts";
import { serve } from "./serve.ts";

/** Serves, and does what the first process says. */
export async function runWorker(options: RunOptions): Promise<void> {
  // A terminal sends its signals to every process, the first of which then says what is to be done.
  for (const signal of ["SIGINT", "SIGHUP"]) process.on(signal, () => {});
  const serving = serve(options);
  process.on("message", (message) => {
    if (!isOurs<MessageToWorker>(message)) return;
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

/** Has the first process say why, which can do it once for all workers. */
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
