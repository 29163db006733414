import { stringify } from "yaml";
import { createApiKey } from "../auth/api-keys.ts";

/** What `completions-gateway --make-key` prints: appended to a configuration file as it is, it would make that invalid. */
export function formatNewKey(name: string): string {
  const { key, entry } = createApiKey(name);
  return `The key, for who is to call. It is not shown again:

${key}

The entry for the configuration file, which has only the key's hash:

${stringify({ keys: [entry] })}`;
}
