import ranks from "gpt-tokenizer/bpeRanks/r50k_base";

/** Returns the bytes of each token of `r50k_base`, GPT-2's byte-pair encoding. */
export function r50kBase(): Uint8Array[] {
  const encoder = new TextEncoder();
  return ranks.map((token) => (typeof token === "string" ? encoder.encode(token) : Uint8Array.from(token)));
}
