import type { Logger } from "pino";
import type { Gateway } from "../server/start-gateway.ts";

/** How to run a gateway. */
export interface RunOptions {
  /** The number of serving processes. With one, this process serves. */
  readonly workers: number;
  readonly drain: {
    /** Milliseconds that open requests have to finish after SIGTERM or SIGINT. */
    readonly timeout: number;
  };
  /** Environment variables for workers, such as values that only the first process may create. */
  readonly workerEnvironment?: Readonly<Record<string, string>>;
  /** Starts to serve. Called in each serving process. */
  readonly start: () => Promise<Gateway>;
  /** Reads the API keys from the configuration file again, on SIGHUP. If it throws, the earlier keys stay in use. */
  readonly reload: () => Promise<void>;
  /** Prints where the gateway serves. Called once, in the first process. */
  readonly greet: (url: string) => void;
  readonly logger: Pick<Logger, "info" | "warn" | "error" | "fatal">;
}
