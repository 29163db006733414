import type { IncomingMessage } from "node:http";
import { otherError } from "@completions-api/protocol";
import { parseTarget } from "./parse-target.ts";

/**
 * Reads the URL of a request, given as a path or in full (RFC 9112, section 3.2). The host in it is ignored.
 *
 * @throws HttpError 400: `invalid_request` if the target is not a URL or the request does not have exactly one `Host` (RFC
 * 9112, section 3.2); `invalid_header` if it expects anything but `100-continue` (RFC 9110, section 10.1.1).
 */
export function readUrl(request: IncomingMessage): URL {
  const hosts = request.headersDistinct.host?.length ?? 0;
  if (hosts > 1 || (hosts === 0 && request.httpVersion === "1.1")) {
    throw otherError("invalid_request", `The request has ${hosts} Host headers`, {
      advice: "Send exactly one.",
    });
  }
  const { expect } = request.headers;
  if (expect !== undefined && expect.toLowerCase() !== "100-continue") {
    throw otherError("invalid_header", "The Expect header must be `100-continue` or absent", {
      param: "expect",
    });
  }
  const url = parseTarget(request.url);
  if (url === null) throw otherError("invalid_request", "The request target is not a valid URL");
  return url;
}
