import type { IncomingMessage } from "node:http";
import { type HeaderValue, notFound, otherError, quoteName } from "@completions-api/protocol";
import { distinctHeaders } from "./distinct-headers.ts";
import { isCanonicalPath } from "./is-canonical-path.ts";
import { parseTarget, rawPath } from "./parse-target.ts";

/** Matches a target that is canonical at a glance: nearly all are. */
const plainTarget = /^(?:\/[\w-]+)+(?:\?[^#]*)?$/;

/**
 * Reads the URL of a request, given as a path or in full (RFC 9112, section 3.2). The host in it is ignored. Its path is
 * the one that the client wrote, letter by letter.
 *
 * @throws HttpError 400: `invalid_request` if the target is not a URL or the request does not have exactly one `Host` (RFC
 * 9112, section 3.2); `invalid_header` if it expects anything but `100-continue` (RFC 9110, section 10.1.1). 404 if the path
 * is not canonical, or has a fragment behind it.
 */
export function readUrl(request: IncomingMessage): URL {
  const hosts = countValues(distinctHeaders(request).host);
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
  const { url: target = "" } = request;
  const url = parseTarget(target);
  if (url === null) throw otherError("invalid_request", "The request target is not a valid URL");
  if (!plainTarget.test(target)) checkTarget(target);
  return url;
}

function countValues(value: HeaderValue): number {
  return typeof value === "object" ? value.length : Number(value !== undefined);
}

function checkTarget(target: string): void {
  const path = rawPath(target);
  if (isCanonicalPath(path) && !target.includes("#")) return;
  throw notFound(`There is no route ${quoteName(path)}`, "Send the path in its plain form.");
}
