import { hash } from "node:crypto";
import { promisify } from "node:util";
import { zstdCompress, zstdDecompress } from "node:zlib";
import { largestEntry } from "./cache-store.ts";

const compress = promisify(zstdCompress);
const decompress = promisify(zstdDecompress);

/** In bytes. Smaller values would hardly get smaller. */
const leastCompressed = 2_048;

/** In bytes: the most that {@link seal} returns. What cannot be compressed gets a third longer. */
export const largestSealed: number = Math.ceil(largestEntry / 3) * 4 + 2 ** 14;

/** A value that was sealed. */
export interface Unsealed {
  /** A JSON object as UTF-8. */
  readonly value: Uint8Array;
  /** The time to live, in milliseconds, that the value was kept with. */
  readonly lifetime: number;
}

/**
 * Packs a value as text for a store that others can write to. A hash binds it to its key. A large value is compressed, and then
 * encoded as base64.
 */
export async function seal(key: string, { value, lifetime }: Unsealed): Promise<string> {
  const text =
    value.length < leastCompressed
      ? Buffer.from(value).toString()
      : (await compress(value)).toString("base64");
  const content = `${lifetime} ${text}`;
  return `${hashContent(key, content)} ${content}`;
}

/** Unpacks a value. Returns undefined for one that {@link seal} has not packed for this key. */
export async function unseal(key: string, sealed: string): Promise<Unsealed | undefined> {
  const [, sum, content = "", lifetime, text = ""] = /^(\S+) ((\d+) (.*))$/s.exec(sealed) ?? [];
  if (sum === undefined || sum !== hashContent(key, content)) return undefined;
  const value = text.startsWith("{")
    ? Buffer.from(text)
    : await decompress(Buffer.from(text, "base64"), { maxOutputLength: largestEntry });
  return { value, lifetime: Number(lifetime) };
}

function hashContent(key: string, content: string): string {
  return hash("sha256", `${key} ${content}`, "base64url");
}
