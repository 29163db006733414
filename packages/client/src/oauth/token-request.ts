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
import { readTokenUrl, showUrl } from "./token-url.ts";

/** A token, and when to ask for the next. */
export interface AccessToken {
  readonly token: string;
  /** In milliseconds since 1970; `Infinity` where the server does not say how long the token lives. */
  readonly refreshAt: number;
}

// Far more than a token that fits into a header.
const longestAnswer = 65_536;

// A token is to outlive the way to the API, a wait for another attempt, and clocks that do not agree.
const longestMargin = 120_000;

/**
 * Makes what asks the token endpoint once (RFC 6749, section 4.4).
 *
 * @throws TypeError where an option cannot be right.
 */
export function createTokenRequest(
  options: ClientCredentialsOptions,
): (scope: string) => Promise<AccessToken> {
  const { clientId, clientSecret, clientAuthentication, timeout = 30_000 } = options;
  const url = readTokenUrl(options);
  const endpoint = showUrl(url);
  // Of the server, client credentials need no more than the token endpoint; an issuer must only be there.
  const server = { issuer: url.origin, token_endpoint: url.href };
  if (!clientId) throw new TypeError("`clientId` must not be empty.");
  const client = { client_id: clientId };
  const authenticate = clientAuthentication === "client_secret_basic" ? ClientSecretBasic : ClientSecretPost;
  const authentication = authenticate(clientSecret);

  return async (scope) => {
    const lifetime = createLifetime([]);
    lifetime.setTimer(timeout, () =>
      lifetime.abort(new TimeoutError(`No answer came from ${endpoint} for ${timeout} ms.`)),
    );
    try {
      const sentAt = Date.now();
      const response = await clientCredentialsGrantRequest(
        server,
        client,
        authentication,
        scope ? { scope } : {},
        {
          // Only where `readTokenUrl` lets http through.
          [allowInsecureRequests]: url.protocol === "http:",
          [customFetch]: (href, init) => reach(() => (options.fetch ?? fetch)(new Request(href, init))),
          signal: lifetime.signal,
        },
      );
      const text = await reach(() => readText(response, longestAnswer));
      if (response.status !== 200) throw await readFailure(response, text);
      const answer = await readAnswer(response, text);
      const life = (answer.expires_in ?? Number.POSITIVE_INFINITY) * 1_000;
      return {
        token: answer.access_token,
        // The life began at some time after the request was sent.
        refreshAt: sentAt + life - Math.min(longestMargin, life / 10),
      };
    } finally {
      lifetime.end();
    }

    async function reach<T>(step: () => Promise<T>): Promise<T> {
      try {
        return await lifetime.race(step());
      } catch (cause) {
        lifetime.signal.throwIfAborted();
        throw new ConnectionError(`${endpoint} cannot be reached, or hung up: ${cause}`, { cause });
      }
    }
  };

  async function readFailure(
    response: Response,
    text: string,
  ): Promise<OAuthError | UnexpectedResponseError> {
    // Whatever is not JSON is shown as it came.
    const body: unknown = await new Response(text).json().catch(() => undefined);
    return isOAuthErrorBody(body)
      ? new OAuthError(body, endpoint, response)
      : new UnexpectedResponseError(`not of a token endpoint, from ${endpoint}`, response, text);
  }

  async function readAnswer(
    response: Response,
    text: string,
  ): Promise<{ access_token: string; expires_in?: number }> {
    try {
      if (text.length > longestAnswer) throw new RangeError(`more than ${longestAnswer} characters`);
      return await processClientCredentialsResponse(server, client, new Response(text, response));
    } catch (error) {
      // The body may have a token in it, and so has the error's cause: neither is passed on.
      const problem = `no token from ${endpoint}, ${error instanceof Error ? error.message : error}`;
      throw new UnexpectedResponseError(problem, response, "(not shown: it may hold a token)");
    }
  }
}
