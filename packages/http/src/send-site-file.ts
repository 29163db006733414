import { createHash } from "node:crypto";
import { extname } from "node:path";
import { promisify } from "node:util";
import { gzip } from "node:zlib";
import type { RequestContext } from "./api-server.ts";
import { sendResponse } from "./send-response.ts";
import { siteHeaders } from "./site-headers.ts";

/** Sends a part of a site as the response to a request. */
export type SiteResponder = (context: Pick<RequestContext, "message" | "response">) => Promise<void>;

const textTypes: Readonly<Record<string, string>> = {
  ".css": "text/css; charset=utf-8",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".xml": "application/xml",
};
const binaryTypes: Readonly<Record<string, string>> = {
  ".ico": "image/x-icon",
  ".png": "image/png",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
};

/** Matches the path of a file whose name changes with its content, as Vite names them. */
const hashedFile = /^\/assets\/.+-[\w-]{8}\.\w+$/;

/** Creates the function that sends a file. It compresses text once, when it is first asked to. */
export function createFileSender(urlPath: string, content: Buffer): SiteResponder {
  const extension = extname(urlPath);
  const textType = textTypes[extension];
  const headers = {
    ...siteHeaders,
    "content-type": textType ?? binaryTypes[extension] ?? "application/octet-stream",
    // Weak, because the compressed content has the same one.
    etag: `W/"${createHash("sha256").update(content).digest("base64url")}"`,
    ...(hashedFile.test(urlPath) && { "cache-control": "public, max-age=31536000, immutable" }),
  };
  let compressed: Promise<Buffer> | undefined;

  return async ({ message, response }) => {
    // Appended, because CORS adds one, too.
    if (textType !== undefined) response.appendHeader("vary", "Accept-Encoding");
    const isKnown = hasEntityTag(message.headers["if-none-match"], headers.etag);
    const isCompressed = textType !== undefined && acceptsGzip(message.headers["accept-encoding"]);
    if (isCompressed) compressed ??= promisify(gzip)(content);
    // A 304 has the headers of the 200 (RFC 9110, section 15.4.5). `node:http` drops its body, and that of a response to HEAD.
    await sendResponse(response, {
      status: isKnown ? 304 : 200,
      headers: { ...headers, ...(isCompressed && { "content-encoding": "gzip" }) },
      body: (isCompressed && (await compressed)) || content,
    });
  };
}

/** Compares weakly, as `If-None-Match` does (RFC 9110, section 13.1.2). */
function hasEntityTag(header: string | undefined, etag: string): boolean {
  const tags = header?.split(",").map((tag) => tag.trim()) ?? [];
  return tags.includes("*") || tags.includes(etag);
}

/** Returns true unless gzip is absent or has the weight 0 (RFC 9110, section 12.5.3). */
function acceptsGzip(header = ""): boolean {
  return header.split(",").some((coding) => /^\s*gzip\s*(?:;\s*q=(?!0(?:\.0*)?\s*$).*)?$/i.test(coding));
}
