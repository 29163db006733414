import type { ApiKeyEntry } from "../auth/api-keys.ts";
import type { Config } from "../generated/config.ts";

/** A checked configuration with all API keys that it accepts: its own, and a temporary one. */
export interface ServedConfig extends Omit<Config, "keys"> {
  readonly keys: readonly ApiKeyEntry[];
}
