import type { HeldResponse } from "../../../memory/response-memory.ts";
import { invalidUpstreamResponse } from "../../upstream-error.ts";
import type { UpstreamResponse } from "../connections/exchange.ts";
import { joinBytes } from "../connections/join-bytes.ts";

/** The bytes of a response's body, in batches that arrived together. */
export type Body = UpstreamResponse["body"];

/** In bytes. More white space than this before a document is not a keep-alive. */
const mostWhiteSpace = 2 ** 16;

/** The number of pieces that are joined: each by itself takes hundreds of bytes beside its own. */
const mostPieces = 64;

/**
 * Reads the first batches of a body, up to the one from which {@link isDocument} can tell what the body is. Servers write white
 * space to keep a connection open.
 *
 * @returns all bytes so far, or none if the body ends first.
 * @throws HttpError 502 for a body of nothing but white space.
 */
export async function readStart(body: Body): Promise<Uint8Array> {
  let start: Uint8Array = new Uint8Array(0);
  for (;;) {
    const { done, value } = await body.next();
    if (done) return start;
    start = start.length > 0 ? Buffer.concat([start, ...value]) : joinBytes(value);
    if (findFirst(start) !== undefined) return start;
    if (start.length <= mostWhiteSpace) continue;
    void body.return();
    throw invalidUpstreamResponse("nothing but white space");
  }
}

/** Returns whether a body that begins like this is a JSON object. No line of an event begins with a brace. */
export function isDocument(start: Uint8Array): boolean {
  return findFirst(start) === 0x7b;
}

/** Finds the first byte after a byte order mark and white space. */
function findFirst(bytes: Uint8Array): number | undefined {
  const start = bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf ? 3 : 0;
  for (let place = start; place < bytes.length; place += 1) {
    const byte = bytes[place];
    // In JSON, and at the start of an event, nothing below 0x21 is more than white space.
    if (byte !== undefined && byte > 0x20) return byte;
  }
  return undefined;
}

/**
 * Reads a body to its end.
 *
 * @param start - the bytes that have been read already.
 * @param held - counts the bytes; it may throw.
 * @returns undefined, after closing the connection, if it is longer than `limit` bytes.
 */
export async function readWhole(
  body: Body,
  limit: number,
  start: Uint8Array = new Uint8Array(0),
  held?: Pick<HeldResponse, "add">,
): Promise<Uint8Array | undefined> {
  const parts = [start];
  /** The number of parts, at the start, that are joined. */
  let joined = 0;
  let length = start.length;
  held?.add(length);
  for await (const batch of body) {
    for (const bytes of batch) {
      length += bytes.length;
      held?.add(bytes.length);
      parts.push(bytes);
    }
    if (parts.length - joined >= mostPieces) {
      parts.push(Buffer.concat(parts.splice(joined)));
      joined += 1;
    }
    if (length > limit) return undefined;
  }
  return joinBytes(parts);
}
