import { stringify } from "yaml";
import { createApiKey } from "../auth/api-keys.ts";

/**
 * Creates an API key and returns what `completions-gateway --make-key` prints. A configuration file to which all of it is
 * appended becomes invalid, so that the key itself does not end up in one.
 */
export function formatNewKey(name: string): string {
  const { key, entry } = createApiKey(name);
  return `API key (shown only once):

${key}

Entry for the configuration file, which contains only the hash of the key:

${stringify({ keys: [entry] })}`;
}
