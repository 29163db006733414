import { fetchJson } from "./fetch-json.ts";
import { isForgeable } from "./is-forgeable.ts";

/**
 * Finds the URL of an OpenID provider's JSON Web Key Set (OpenID Connect Discovery 1.0, section 4).
 *
 * @throws Error if there is no discovery document, it belongs to another issuer, or it sends the gateway to keys that others
 * on the network can replace. The reason of `signal` once it is aborted.
 */
export async function discoverJwks(issuer: string, signal: AbortSignal): Promise<string> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const document: { issuer?: unknown; jwks_uri?: unknown } = Object(await fetchJson(url, signal));
  if (document.issuer !== issuer) throw new Error(`${url} belongs to ${JSON.stringify(document.issuer)}.`);
  if (typeof document.jwks_uri !== "string") throw new Error(`${url} has no jwks_uri.`);
  if (isForgeable(document.jwks_uri)) {
    throw new Error(`${url} has a jwks_uri with http, over which keys can be forged.`);
  }
  return document.jwks_uri;
}
