import cluster from "node:cluster";
import { runPrimary } from "./primary.ts";
import type { RunOptions } from "./run-options.ts";
import { serve } from "./serve-in-process.ts";
import { handleSignals } from "./signals.ts";
import { runWorker } from "./worker.ts";

/**
 * Runs a gateway until it is told to stop, which ends the process: with exit code 0 if every request finished, with 1 if some
 * were cut off. Workers call this again, and then serve for the primary process.
 *
 * @throws whatever `start` throws.
 */
export async function runGateway(options: RunOptions): Promise<void> {
  if (cluster.isWorker) await runWorker(options);
  else if (options.workers > 1) await runPrimary(options);
  else await runAlone(options);
}

async function runAlone(options: RunOptions): Promise<void> {
  const { url, commands } = await serve(options);
  handleSignals(commands);
  options.greet(url);
}
