import { type ApiKeyEntry, createApiKey } from "../auth/api-keys.ts";
import type { Config } from "../generated/config.ts";

/** The API key of a gateway without configured credentials, which only this machine can reach. */
export interface TemporaryKey {
  readonly entry: ApiKeyEntry;
  /** The key itself, to print it. */
  readonly key: string;
}

/** Creates a key if the configuration has no credentials. Otherwise returns undefined. */
export function createTemporaryKey({ keys, tokens }: Config): TemporaryKey | undefined {
  if (keys.length + tokens.length > 0) return undefined;
  return createApiKey("local");
}
