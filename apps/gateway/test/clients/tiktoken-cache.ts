import { createHash } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import ranks from "gpt-tokenizer/bpeRanks/r50k_base";

// tiktoken downloads the tokens from here, unless its cache has a file that is named after the hash of this URL.
const url = "https://openaipublic.blob.core.windows.net/encodings/r50k_base.tiktoken";

/** Writes the tokens of `r50k_base` to a folder that can be tiktoken's cache. tiktoken compares their hash with the original's. */
export async function writeTiktokenCache(folder: string): Promise<void> {
  const lines = ranks.map((token, rank) => {
    const bytes = typeof token === "string" ? Buffer.from(token) : Uint8Array.from(token);
    return `${Buffer.from(bytes).toString("base64")} ${rank}\n`;
  });
  await writeFile(join(folder, createHash("sha1").update(url).digest("hex")), lines.join(""));
}
