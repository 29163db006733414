import type { IncomingMessage } from "node:http";
import { otherError } from "@completions-api/protocol";
import { sendContinue } from "./expectation.ts";

/** In bytes: 1 MiB. */
const bodyLimit = 2 ** 20;

/** The bytes that the framing of a chunked body may take: 64 KiB, and for each byte of content as many as a chunk of its own. */
const framingLimit = (contentBytes: number) => 2 ** 16 + 8 * contentBytes;

/**
 * The number of chunks that a body may have: 4,096, and one for each eight bytes. Each is an event, which costs as much as some
 * thousand bytes of a large one.
 */
const chunkLimit = (contentBytes: number) => 2 ** 12 + contentBytes / 8;

/** Decides how many bytes of a body may be kept. */
export interface BodyMeter {
  /**
   * Called with a body's `Content-Length`, if it has one, before any of it is read.
   *
   * @throws HttpError if there is no room for it.
   */
  expect(bytes: number): void;
  /**
   * Called for each part of the body, before it is kept.
   *
   * @throws HttpError if there is no room for it.
   */
  take(bytes: number): void;
}

/**
 * Reads a request's body. If its client waits for `100 Continue`, sends that first.
 *
 * @param meter - told of the bytes as they arrive. If it throws, the rest of the body stays unread.
 * @throws HttpError 413 `payload_too_large` if the body is over 1 MiB, or the framing of its chunks much larger than that, or
 * its chunks tiny; 415 `unsupported_media_type` if it is compressed. In both cases at least part of the body stays unread.
 * Whatever `meter` throws. If the client has disconnected, throws `request.errored`.
 */
export async function readBody(request: IncomingMessage, meter?: BodyMeter): Promise<Buffer> {
  const { "content-encoding": encoding = "identity", "content-length": length } = request.headers;
  if (encoding.toLowerCase() !== "identity") {
    throw otherError("unsupported_media_type", "The body must not be compressed", {
      advice: "Send it without a Content-Encoding header.",
      param: "content-encoding",
    });
  }
  if (length !== undefined) {
    if (Number(length) > bodyLimit) throw tooLarge();
    meter?.expect(Number(length));
  }
  sendContinue(request);
  const isChunked = request.headers["transfer-encoding"] !== undefined;
  const bytesBefore = request.socket.bytesRead;
  const parts = new BodyParts();
  let chunks = 0;
  // Resolves with nothing: the request's listeners keep this promise until the request ends.
  await new Promise<void>((resolve, reject) => {
    // If the client disconnected earlier, no further event comes.
    if (request.destroyed) reject(request.errored);
    const onData = (chunk: Buffer): void => {
      try {
        const bytes = parts.bytes + chunk.length;
        const isPadded = isChunked && request.socket.bytesRead - bytesBefore - bytes > framingLimit(bytes);
        if (bytes > bodyLimit || isPadded) throw tooLarge();
        chunks += 1;
        if (isChunked && chunks > chunkLimit(bytes)) throw tooManyChunks();
        meter?.take(chunk.length);
        parts.add(chunk);
      } catch (refusal) {
        request.off("data", onData);
        parts.drop();
        reject(refusal);
      }
    };
    request.on("data", onData);
    request.once("end", resolve);
    request.once("error", reject);
  });
  return parts.join();
}

/** The number of small parts that are joined, because a part of one byte takes a hundred times as much memory. */
const mostSmallParts = 128;

/** In bytes: 4 KiB. */
const smallPart = 2 ** 12;

/** The parts of a body that have arrived. */
class BodyParts {
  bytes = 0;
  #large: Buffer[] = [];
  /** The latest parts. */
  #small: Buffer[] = [];

  add(part: Buffer): void {
    this.bytes += part.length;
    this.#small.push(part);
    if (part.length >= smallPart || this.#small.length === mostSmallParts) {
      if (this.#small.length === 1) this.#large.push(part);
      else this.#large.push(Buffer.concat(this.#small));
      this.#small = [];
    }
  }

  /** Returns the whole body, and forgets its parts. */
  join(): Buffer {
    const [only] = this.#small;
    const isSingle = this.#large.length === 0 && this.#small.length === 1;
    const body = isSingle && only ? only : Buffer.concat([...this.#large, ...this.#small], this.bytes);
    this.drop();
    return body;
  }

  drop(): void {
    this.#large = [];
    this.#small = [];
  }
}

function tooManyChunks(): Error {
  return otherError("payload_too_large", "The body has more chunks than this server accepts", {
    advice: "Send it in larger ones, or with a Content-Length.",
  });
}

function tooLarge(): Error {
  return otherError(
    "payload_too_large",
    `The body is larger than ${bodyLimit} bytes, the limit of this server`,
  );
}
