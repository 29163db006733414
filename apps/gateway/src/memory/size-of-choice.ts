import type { Delta } from "@completions-api/engine";
import type { ChunkChoice } from "@completions-api/types";

/** In bytes: a listed token with its five likeliest, as objects and as JSON. */
const bytesPerToken = 1_024;

/** In bytes: an empty object or list, once it is parsed. */
const bytesPerObject = 64;

/** Returns about how many bytes a part of a choice takes. */
export function sizeOfChoice({ text, logprobs, extra }: Pick<Delta, "text" | "logprobs" | "extra">): number {
  let size = text.length;
  if (logprobs) size += logprobs.tokens.length * bytesPerToken;
  if (extra) size += sizeOfJson(extra);
  return size;
}

/** Returns about how many bytes a choice of a chunk takes. It may have any properties of an engine. */
export function sizeOfChunkChoice(choice: ChunkChoice): number {
  const { text, index: _index, finish_reason: _reason, ...others } = choice;
  const { logprobs, ...extra }: { logprobs?: unknown } = others;
  const { tokens }: { tokens?: unknown } = Object(logprobs);
  const listed = Array.isArray(tokens) ? tokens.length * bytesPerToken : sizeOfJson({ logprobs });
  return text.length + listed + sizeOfJson(extra);
}

function sizeOfJson(value: object): number {
  const json = JSON.stringify(value);
  let size = json.length;
  // Braces and brackets in its texts count as well.
  for (let place = 0; place < json.length; place += 1) {
    const code = json.charCodeAt(place);
    if (code === 0x7b || code === 0x5b) size += bytesPerObject;
  }
  return size;
}

/** Returns the bytes that the objects and lists of JSON take. Braces and brackets in its texts count as well. */
export function sizeOfObjects(json: Uint8Array): number {
  let count = 0;
  for (const byte of json) if (byte === 0x7b || byte === 0x5b) count += 1;
  return count * bytesPerObject;
}
