import type { IncomingMessage, ServerResponse } from "node:http";
import { writeHead } from "./api-response.ts";

/** The web pages that may call. */
export interface CorsOptions {
  /**
   * Returns true if a page may send this request.
   *
   * @param origin - the page's origin as browsers send it, such as `https://app.example`.
   */
  readonly allows: (origin: string, message: IncomingMessage) => boolean;
  /** The names of the response headers that pages may read, or `*` for all of them. */
  readonly exposed: readonly string[];
}

/**
 * Adds CORS headers to a response.
 *
 * @returns true if the response is complete, because the request was a preflight.
 */
export type Cors = (message: IncomingMessage, response: ServerResponse) => boolean;

/**
 * Lets pages of some origins call (https://fetch.spec.whatwg.org/#http-cors-protocol). Credentials come in `Authorization`,
 * never as cookies. Other origins get no headers, so their browsers hide the response from them.
 */
export function createCors({ allows, exposed }: CorsOptions): Cors {
  const exposedHeaders = exposed.join(", ");
  return (message, response) => {
    response.setHeader("vary", "Origin");
    const { method, headers } = message;
    const { origin } = headers;
    if (origin === undefined || !allows(origin, message)) return false;
    response.setHeader("access-control-allow-origin", origin);
    response.setHeader("access-control-expose-headers", exposedHeaders);
    const requestedMethod = headers["access-control-request-method"];
    if (method !== "OPTIONS" || requestedMethod === undefined) return false;
    const requested = headers["access-control-request-headers"];
    writeHead(response, 204, {
      // A method that the route does not take gets a 405, which the page can read.
      "access-control-allow-methods": requestedMethod,
      // All of them, because client libraries send headers of their own.
      ...(requested !== undefined && { "access-control-allow-headers": requested }),
      // Asked before a page of a public address may call a private one (https://wicg.github.io/private-network-access/).
      ...(headers["access-control-request-private-network"] === "true" && {
        "access-control-allow-private-network": "true",
      }),
      "access-control-max-age": "600",
    }).end();
    return true;
  };
}
