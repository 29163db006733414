import { ReviewError } from "../review-error.ts";

/** Decodes a file as UTF-8, without its byte order mark. */
export function decodeText(bytes: Uint8Array, name: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ReviewError(`${name} is not UTF-8. Convert it to UTF-8.`);
  }
}
