import type { IncomingMessage, ServerResponse } from "node:http";

/** Which web pages may call. */
export interface CorsOptions {
  /** As browsers send them in `Origin`, such as `https://app.example`. */
  readonly origins: readonly string[];
}

/**
 * Adds to a response what browsers want to see.
 *
 * @returns whether that was the whole answer, since the request only asks what it may send.
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
 * Lets pages of some origins call (https://fetch.spec.whatwg.org/#http-cors-protocol): credentials come in `Authorization`,
 * never as cookies. Other origins are told nothing, so their browsers keep the answer from them.
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
        // Whichever they are: clients' libraries have headers of their own.
        ...(requested !== undefined && { "access-control-allow-headers": requested }),
        "access-control-max-age": "600",
      })
      .end();
    return true;
  };
}
