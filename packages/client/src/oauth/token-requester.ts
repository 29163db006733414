import {
  allowInsecureRequests,
  ClientSecretBasic,
  ClientSecretPost,
  clientCredentialsGrantRequest,
  customFetch,
  processClientCredentialsResponse,
} from "oauth4webapi";
import { ConnectionError } from "../errors/connection-error.ts";
import { TimeoutError } from "../errors/timeout-error.ts";
import { UnexpectedResponseError } from "../errors/unexpected-response-error.ts";
import { createLifetime } from "../lifetime.ts";
import { readText } from "../read-text.ts";
import { isOAuthErrorBody, OAuthError } from "./oauth-error.ts";
import type { ClientCredentialsOptions } from "./options.ts";
import { readTokenUrl, redactUrl } from "./token-url.ts";

/** A token and its time of replacement. */
export interface AccessToken {
  readonly token: string;
  /** The time from which a new token is needed, in milliseconds since 1970; `Infinity` if the token's lifetime is unknown. */
  readonly refreshAt: number;
}

// Far longer than a token that fits into a header.
const maxResponseLength = 65_536;

// Covers the time until the API receives the token, the wait for another attempt, and clocks that differ.
const maxMargin = 120_000;

/**
 * Creates a function that requests one token from the token endpoint (RFC 6749, section 4.4).
 *
 * @throws TypeError if an option is invalid.
 */
export function createTokenRequester(
  options: ClientCredentialsOptions,
): (scope: string) => Promise<AccessToken> {
  const { clientId, clientSecret, clientAuthentication, timeout = 30_000 } = options;
  const url = readTokenUrl(options);
  const endpoint = redactUrl(url);
  // The client credentials flow only uses the token endpoint, but the library requires an issuer.
  const server = { issuer: url.origin, token_endpoint: url.href };
  if (!clientId) throw new TypeError("`clientId` must not be empty.");
  const client = { client_id: clientId };
  const authenticate = clientAuthentication === "client_secret_basic" ? ClientSecretBasic : ClientSecretPost;
  const authentication = authenticate(clientSecret);

  return async (scope) => {
    const lifetime = createLifetime([]);
    lifetime.setTimer(timeout, () =>
      lifetime.abort(new TimeoutError(`No response from ${endpoint} within ${timeout} ms.`)),
    );
    try {
      const sentAt = Date.now();
      const response = await clientCredentialsGrantRequest(
        server,
        client,
        authentication,
        scope ? { scope } : {},
        {
          // `readTokenUrl` allows http only on this machine.
          [allowInsecureRequests]: url.protocol === "http:",
          [customFetch]: (href, init) => connect(() => (options.fetch ?? fetch)(new Request(href, init))),
          signal: lifetime.signal,
        },
      );
      const text = await connect(() => readText(response, maxResponseLength));
      if (response.status !== 200) throw await readFailure(response, text);
      const grant = await readGrant(response, text);
      const lifetimeMs = (grant.expires_in ?? Number.POSITIVE_INFINITY) * 1_000;
      return {
        token: grant.access_token,
        // The token's lifetime began after the request was sent.
        refreshAt: sentAt + lifetimeMs - Math.min(maxMargin, lifetimeMs / 10),
      };
    } finally {
      lifetime.end();
    }

    async function connect<T>(step: () => Promise<T>): Promise<T> {
      try {
        return await lifetime.race(step());
      } catch (cause) {
        lifetime.signal.throwIfAborted();
        throw new ConnectionError(`The connection to ${endpoint} failed: ${cause}`, { cause });
      }
    }
  };

  async function readFailure(
    response: Response,
    text: string,
  ): Promise<OAuthError | UnexpectedResponseError> {
    // A body that is not JSON is quoted in the error.
    const body: unknown = await new Response(text).json().catch(() => undefined);
    return isOAuthErrorBody(body)
      ? new OAuthError(body, endpoint, response)
      : new UnexpectedResponseError(`not a token endpoint's response, from ${endpoint}`, response, text);
  }

  async function readGrant(
    response: Response,
    text: string,
  ): Promise<{ access_token: string; expires_in?: number }> {
    try {
      if (text.length > maxResponseLength) throw new RangeError(`more than ${maxResponseLength} characters`);
      return await processClientCredentialsResponse(server, client, new Response(text, response));
    } catch (error) {
      // The body and the error's cause may contain a token, so neither is passed on.
      const problem = `no token from ${endpoint}, ${error instanceof Error ? error.message : error}`;
      throw new UnexpectedResponseError(problem, response, "(not shown: it may contain a token)");
    }
  }
}
