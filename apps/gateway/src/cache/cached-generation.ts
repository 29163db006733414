import type { FinalDelta } from "@completions-api/engine";

/** A generation that a cache keeps. */
export interface CachedGeneration {
  /** The `system_fingerprint`. */
  readonly fingerprint?: string;
  /** One for each choice. */
  readonly deltas: readonly FinalDelta[];
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/** Encodes a generation as the bytes that a cache keeps. */
export function encodeGeneration(generation: CachedGeneration): Uint8Array {
  return encoder.encode(JSON.stringify(generation));
}

/** Decodes what {@link encodeGeneration} has encoded. */
export function decodeGeneration(bytes: Uint8Array): CachedGeneration {
  // The stores return nothing but what they were given.
  return JSON.parse(decoder.decode(bytes)) as CachedGeneration;
}
