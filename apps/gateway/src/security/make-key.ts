import { hash, randomBytes } from "node:crypto";
import type { ApiKeyEntry } from "./api-keys.ts";

/** What keys begin with, so that those who find one, and scanners for leaked secrets, know what it is. */
const prefix = "capi_";

/**
 * Makes an API key.
 *
 * @returns the key, `capi_` and 43 characters of base64url (32 random bytes), to be shown once; and what of it is kept.
 */
export function makeKey(name: string): { readonly key: string; readonly entry: ApiKeyEntry } {
  const key = prefix + randomBytes(32).toString("base64url");
  return { key, entry: { name, sha256: hash("sha256", key) } };
}
