import type { Logger } from "pino";
import type { ReloadMetrics } from "../telemetry/reload-metrics.ts";
import type { ConfiguredGateway } from "./configured-gateway.ts";
import type { ServedConfig } from "./served-config.ts";

/** How to serve in a process. */
export interface ServeOptions {
  readonly drain: {
    /** Milliseconds that open requests have to finish after SIGTERM or SIGINT. */
    readonly timeout: number;
  };
  /** Starts to serve. */
  readonly start: () => Promise<Pick<ConfiguredGateway, "url" | "drain" | "prepare">>;
  readonly logger: Pick<Logger, "info" | "warn" | "error" | "fatal" | "level" | "flush">;
}

/** How to run a gateway. */
export interface RunOptions extends ServeOptions {
  /** The number of serving processes. With one, this process serves. */
  readonly workers: number;
  /** Returns the configuration to begin with. Only workers need it. */
  readonly configureWorkers: () => ServedConfig;
  /**
   * Reads and checks the configuration again.
   *
   * @throws Error that says why it cannot be served. Then the earlier one stays in use.
   */
  readonly readAgain: () => Promise<ServedConfig>;
  readonly reloadMetrics: ReloadMetrics;
  /** Calls `reload` whenever the configuration has changed, from now on. */
  readonly watch?: (reload: () => Promise<void>) => void;
  /** Prints where the gateway serves. Called once, in the first process. */
  readonly greet: (url: string) => void;
}
