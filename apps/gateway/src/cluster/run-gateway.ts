import { createReload } from "./create-reload.ts";
import { runPrimary } from "./primary.ts";
import type { RunOptions } from "./run-options.ts";
import { serve } from "./serve-in-process.ts";
import { Signals } from "./signals.ts";

/**
 * Runs a gateway until it is told to stop, which ends the process: with exit code 0 if every request finished, with 1 if some
 * were cut off. For the first process; its workers call `runWorker`.
 *
 * @param signals - the signals that this process has received so far, and receives from now on.
 * @throws whatever `start` throws, here or in a worker.
 */
export async function runGateway(options: RunOptions, signals: Signals = new Signals()): Promise<void> {
  if (options.workers > 1) await runPrimary(options, signals);
  else await runAlone(options, signals);
}

async function runAlone(options: RunOptions, signals: Signals): Promise<void> {
  const { url, drain, prepare } = await serve(options);
  const reload = createReload(options, async (config) => {
    const prepared = await prepare(config);
    prepared.commit();
  });
  signals.handle({ drain, reload });
  options.watch?.(reload);
  options.greet(url);
}
