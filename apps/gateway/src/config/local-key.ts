import type { ApiKeyEntry } from "../auth/api-keys.ts";
import { createApiKey } from "../auth/api-keys.ts";
import type { Config } from "../generated/config.ts";

/** The key of a gateway without credentials, which only this machine reaches. */
export interface LocalKey {
  readonly entry: ApiKeyEntry;
  /** To be shown. Only the process that has made it knows. */
  readonly key?: string;
  /** What hands it on to workers. */
  readonly environment: Readonly<Record<string, string>>;
}

const variable = "COMPLETIONS_GATEWAY_LOCAL_KEY_SHA256";
const name = "local";

/** Makes a key where the configuration has no credentials, and nothing otherwise. A worker takes that of the first process. */
export function makeLocalKey(
  config: Config,
  environment: NodeJS.ProcessEnv = process.env,
): LocalKey | undefined {
  if (config.keys.length + config.tokens.length > 0) return undefined;
  const inherited = environment[variable];
  if (inherited !== undefined) {
    return { entry: { name, sha256: inherited }, environment: { [variable]: inherited } };
  }
  const { key, entry } = createApiKey(name);
  return { key, entry, environment: { [variable]: entry.sha256 } };
}
