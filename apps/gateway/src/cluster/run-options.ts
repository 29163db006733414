import type { Logger } from "pino";
import type { Gateway } from "../server/start-gateway.ts";
import type { ServedConfig } from "./served-config.ts";

/** How to serve in a process. */
export interface ServeOptions {
  readonly drain: {
    /** Milliseconds that open requests have to finish after SIGTERM or SIGINT. */
    readonly timeout: number;
  };
  /** Starts to serve. */
  readonly start: () => Promise<Gateway>;
  readonly logger: Pick<Logger, "info" | "warn" | "error" | "fatal">;
}

/** How to run a gateway. */
export interface RunOptions extends ServeOptions {
  /** The number of serving processes. With one, this process serves. */
  readonly workers: number;
  /** Returns the configuration that workers serve, with the API keys as they were last reloaded. */
  readonly configureWorkers: () => ServedConfig;
  /** Reads the API keys from the configuration file again, on SIGHUP. If it throws, the earlier keys stay in use. */
  readonly reload: () => Promise<void>;
  /** Prints where the gateway serves. Called once, in the first process. */
  readonly greet: (url: string) => void;
}

/** How a worker serves. */
export interface WorkerOptions extends ServeOptions {
  /** Replaces the API keys. */
  readonly replaceKeys: (keys: ServedConfig["keys"]) => void;
}
