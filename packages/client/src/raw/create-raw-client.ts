import type { paths } from "@completions-api/types";
import { aadScopes } from "@completions-api/validators";
import createTransport, { type Client } from "openapi-fetch";
import { readBaseUrl } from "../base-url.ts";
import { checkCredential, readToken } from "../credential.ts";
import type { ClientOptions } from "../options.ts";

/** Options of `createRawClient`, with the same meaning as for `createCompletionsClient`. */
export type RawClientOptions = Pick<ClientOptions, "baseUrl" | "credential" | "scopes" | "headers" | "fetch">;

/**
 * Creates an openapi-fetch client that sends the credential with every request. It has the spec's paths and types, but no
 * streams, retries, timeouts or error classes. It follows no redirects.
 *
 * @throws TypeError if the address or the credential cannot be used.
 */
export function createRawClient(options: RawClientOptions): Client<paths, "application/json"> {
  const { credential, scopes = aadScopes, headers } = options;
  checkCredential(credential);
  return createTransport<paths, "application/json">({
    baseUrl: readBaseUrl(options.baseUrl),
    ...(headers && { headers }),
    redirect: "manual",
    async fetch(request) {
      const token = await readToken(credential, scopes, { abortSignal: request.signal });
      request.headers.set("authorization", `Bearer ${token}`);
      return (options.fetch ?? fetch)(request);
    },
  });
}
