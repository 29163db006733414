import { type ApiKeyEntry, createApiKey } from "../auth/api-keys.ts";
import type { Config } from "../generated/config.ts";

/** The API key of a gateway without configured credentials, which only this machine can reach. */
export interface TemporaryKey {
  readonly entry: ApiKeyEntry;
  /** The key itself, to print it. Set only in the process that created it. */
  readonly key?: string;
  /** Passes the hash of the key on to workers. */
  readonly environment: Readonly<Record<string, string>>;
}

const variable = "COMPLETIONS_GATEWAY_LOCAL_KEY_SHA256";
const name = "local";

/**
 * Creates a key if the configuration has no credentials. Otherwise returns undefined. A worker takes over the key of the first
 * process.
 */
export function createTemporaryKey(
  config: Config,
  environment: NodeJS.ProcessEnv = process.env,
): TemporaryKey | undefined {
  if (config.keys.length + config.tokens.length > 0) return undefined;
  const inherited = environment[variable];
  if (inherited !== undefined) {
    return { entry: { name, sha256: inherited }, environment: { [variable]: inherited } };
  }
  const { key, entry } = createApiKey(name);
  return { key, entry, environment: { [variable]: entry.sha256 } };
}
