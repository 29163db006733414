/**
 * Finds where an OpenID provider has its keys (OpenID Connect Discovery 1.0, section 4).
 *
 * @param timeout - milliseconds.
 * @returns the URL of its JSON Web Key Set.
 * @throws Error where there is no such document, or it is another issuer's.
 */
export async function discoverJwks(issuer: string, timeout: number): Promise<string> {
  const url = `${issuer.replace(/\/$/, "")}/.well-known/openid-configuration`;
  const response = await fetch(url, { signal: AbortSignal.timeout(timeout), redirect: "error" });
  if (!response.ok) throw new Error(`${url} answers with status ${response.status}.`);
  const document: { issuer?: unknown; jwks_uri?: unknown } = Object(await response.json());
  if (document.issuer !== issuer) throw new Error(`${url} is of ${JSON.stringify(document.issuer)}.`);
  if (typeof document.jwks_uri !== "string") throw new Error(`${url} has no jwks_uri.`);
  return document.jwks_uri;
}
