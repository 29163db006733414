import type { Gateway } from "../server/start-gateway.ts";
import type { ServedConfig } from "./served-config.ts";

/** A gateway whose configuration can be replaced while it runs. */
export interface ConfiguredGateway extends Gateway {
  /**
   * Prepares to serve another configuration, beside the one that is served. Prepare one at a time. The keys that `checkFixed`
   * names must not differ.
   */
  prepare(config: ServedConfig): Promise<PreparedConfig>;
}

/** A configuration that is ready to be served. Call one of its functions, once. */
export interface PreparedConfig {
  /** Serves it to the requests that arrive from now on. Earlier ones end with what they began with. */
  commit(): void;
  /** Releases what was prepared. */
  discard(): Promise<void>;
}
