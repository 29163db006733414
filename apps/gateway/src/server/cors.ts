import type { IncomingMessage, ServerResponse } from "node:http";

/** The web pages that may call. */
export interface CorsOptions {
  /** Origins as browsers send them, such as `https://app.example`. */
  readonly origins: readonly string[];
}

/**
 * Adds CORS headers to a response.
 *
 * @returns whether the response is complete, because the request was a preflight.
 */
export type Cors = (message: IncomingMessage, response: ServerResponse) => boolean;

const exposed = [
  "x-request-id",
  "x-ms-error-code",
  "retry-after",
  "x-ratelimit-limit-requests",
  "x-ratelimit-limit-tokens",
  "x-ratelimit-remaining-requests",
  "x-ratelimit-remaining-tokens",
  "x-ratelimit-reset-requests",
  "x-ratelimit-reset-tokens",
].join(", ");

/**
 * Lets pages of some origins call (https://fetch.spec.whatwg.org/#http-cors-protocol). Credentials come in `Authorization`,
 * never as cookies. Other origins get no headers, so their browsers hide the response from them.
 */
export function createCors({ origins }: CorsOptions): Cors {
  const allowed = new Set(origins);
  return ({ method, headers }, response) => {
    response.setHeader("vary", "Origin");
    const { origin } = headers;
    if (origin === undefined || !allowed.has(origin)) return false;
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("access-control-expose-headers", exposed);
    if (method !== "OPTIONS" || headers["access-control-request-method"] === undefined) return false;
    const requested = headers["access-control-request-headers"];
    response
      .writeHead(204, {
        "access-control-allow-methods": "GET, POST",
        // All of them, because client libraries send headers of their own.
        ...(requested !== undefined && { "access-control-allow-headers": requested }),
        "access-control-max-age": "600",
      })
      .end();
    return true;
  };
}
