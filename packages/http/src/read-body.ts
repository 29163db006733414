import type { IncomingMessage } from "node:http";
import { otherError } from "@completions-api/protocol";
import { sendContinue } from "./expectation.ts";

/** In bytes: 1 MiB. */
const bodyLimit = 2 ** 20;

/** The bytes that the framing of a chunked body may take: 64 KiB, and for each byte of content as many as a chunk of its own. */
const framingLimit = (contentBytes: number) => 2 ** 16 + 8 * contentBytes;

/**
 * Reads a request's body. If its client waits for `100 Continue`, sends that first.
 *
 * @throws HttpError 413 `payload_too_large` if the body is over 1 MiB, or the framing of its chunks much larger than that; 415 `unsupported_media_type` if it is compressed. In
 * both cases at least part of the body stays unread. If the client has disconnected, throws `request.errored`.
 */
export async function readBody(request: IncomingMessage): Promise<Buffer> {
  const { "content-encoding": encoding = "identity" } = request.headers;
  if (encoding.toLowerCase() !== "identity") {
    throw otherError("unsupported_media_type", "The body must not be compressed", {
      advice: "Send it without a Content-Encoding header.",
      param: "content-encoding",
    });
  }
  if (Number(request.headers["content-length"]) > bodyLimit) throw tooLarge();
  sendContinue(request);
  const isChunked = request.headers["transfer-encoding"] !== undefined;
  const bytesBefore = request.socket.bytesRead;
  const chunks: Buffer[] = [];
  let bytes = 0;
  return new Promise((resolve, reject) => {
    // If the client disconnected earlier, no further event comes.
    if (request.destroyed) reject(request.errored);
    request.on("data", (chunk: Buffer) => {
      bytes += chunk.length;
      const isPadded = isChunked && request.socket.bytesRead - bytesBefore - bytes > framingLimit(bytes);
      if (bytes > bodyLimit || isPadded) {
        request.removeAllListeners("data");
        reject(tooLarge());
      } else {
        chunks.push(chunk);
      }
    });
    request.once("end", () => resolve(Buffer.concat(chunks)));
    request.once("error", reject);
  });
}

function tooLarge(): Error {
  return otherError(
    "payload_too_large",
    `The body is larger than ${bodyLimit} bytes, the limit of this server`,
  );
}
