import type { ApiKeyEntry } from "../auth/api-keys.ts";
import type { Config } from "../generated/config.ts";

/** A checked configuration with the API keys that are accepted now: as last reloaded, and a temporary one. */
export interface ServedConfig extends Omit<Config, "keys"> {
  readonly keys: readonly ApiKeyEntry[];
}
