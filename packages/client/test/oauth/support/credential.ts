import type { TokenCredential } from "../../../src/index.ts";
import { type ClientCredentialsOptions, createClientCredentials } from "../../../src/oauth.ts";

export const clientId = "some client";
export const clientSecret = "s3cret: 100% + more";

export function credentialOf(
  { tokenUrl }: { readonly tokenUrl: string },
  options?: Partial<Pick<ClientCredentialsOptions, "clientAuthentication" | "fetch" | "timeout">>,
): TokenCredential {
  return createClientCredentials({ tokenUrl, clientId, clientSecret, ...options });
}
