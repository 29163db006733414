import cluster from "node:cluster";
import type { Logger } from "pino";
import type { Gateway } from "./start-gateway.ts";
import { obeySignals } from "./workers/obey-signals.ts";
import { runPrimary } from "./workers/run-primary.ts";
import { runWorker } from "./workers/run-worker.ts";
import { serve } from "./workers/serve.ts";

/** What a process of the gateway does. */
export interface RunOptions {
  /** Processes that serve; with one, it is this one. */
  readonly workers: number;
  readonly drain: {
    /** Milliseconds that requests have to finish after SIGTERM or SIGINT. */
    readonly timeout: number;
  };
  /** For workers' environment, such as what only the first process may make. */
  readonly workerEnvironment?: Readonly<Record<string, string>>;
  /** Starts to serve. Called in each process that does. */
  readonly start: () => Promise<Gateway>;
  /** Takes the API keys from the configuration file again, on SIGHUP. Where it throws, those from before stay. */
  readonly reload: () => Promise<void>;
  /** Tells where it serves. Called once, in the first process. */
  readonly greet: (url: string) => void;
  readonly logger: Pick<Logger, "info" | "warn" | "error" | "fatal">;
}

/**
 * Runs a gateway until it is told to stop, which ends the process: with 0 where every request was finished, with 1 where
 * some were cut. In a worker, where this is called again, it serves for the first process.
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
  obeySignals(commands);
  options.greet(url);
}
