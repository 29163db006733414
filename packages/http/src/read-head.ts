import type { IncomingMessage } from "node:http";
import { otherError } from "@completions-api/protocol";

/**
 * The URL that a request is for, as a path or whole (RFC 9112, section 3.2). Its host means nothing.
 *
 * @throws HttpError 400: `invalid_request` where the target is no URL, or there is not one `Host` (RFC 9112, section 3.2);
 * `invalid_header` where more is expected than `100-continue` (RFC 9110, section 10.1.1).
 */
export function readHead(request: IncomingMessage): URL {
  const hosts = request.headersDistinct.host?.length ?? 0;
  if (hosts > 1 || (hosts === 0 && request.httpVersion === "1.1")) {
    throw otherError("invalid_request", `The request has ${hosts} headers Host. Send one.`);
  }
  const { expect } = request.headers;
  if (expect !== undefined && expect.toLowerCase() !== "100-continue") {
    throw otherError("invalid_header", "Header expect: must be `100-continue`, if anything.", {
      param: "expect",
    });
  }
  const target = request.url ?? "";
  // Joined as text, since as a relative URL `//host/path` would name a host.
  const url = URL.parse(target.startsWith("/") ? `http://localhost${target}` : target);
  if (url === null) throw otherError("invalid_request", "The request's target is no URL that can be read.");
  return url;
}
