import type { Delta } from "@completions-api/engine";

/** In bytes: a listed token with its five likeliest, as objects and as JSON. */
const bytesPerToken = 1_024;

/** Returns about how many bytes a part of a choice takes, as text in JSON. */
export function sizeOfChoice({ text, logprobs, extra }: Pick<Delta, "text" | "logprobs" | "extra">): number {
  let size = text.length;
  if (logprobs) size += logprobs.tokens.length * bytesPerToken;
  if (extra) size += JSON.stringify(extra).length;
  return size;
}
