import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import type { Preferences } from "./known-preferences.ts";

/** The milliseconds to wait before the next event, or before the answer. */
export type NextWait = () => number;

/**
 * The waits of one answer: `ttft` first, then `itl` each time, varied by `jitter`. Undefined where there are none.
 *
 * @param seed - the same seed and body give the same waits.
 */
export function createWaits(
  { ttft = 0, itl = 0, jitter = 0 }: Preferences,
  seed: number,
  body: Uint8Array,
): NextWait | undefined {
  if (ttft === 0 && itl === 0) return undefined;
  const random = jitter > 0 ? createRandom(seed, body) : () => 0.5;
  let wait = ttft;
  return () => {
    const milliseconds = wait * (1 + jitter * (2 * random() - 1));
    wait = itl;
    return milliseconds;
  };
}

/** Waits before each item. Throws `signal`'s reason where that is aborted meanwhile. */
export async function* pace<Item>(
  items: AsyncIterable<Item>,
  nextWait: NextWait,
  signal: AbortSignal,
): AsyncGenerator<Item, void, void> {
  for await (const item of items) {
    await setTimeout(nextWait(), undefined, { signal });
    yield item;
  }
}

/** Mulberry32: 32 bits of state are enough to vary waits. */
function createRandom(seed: number, body: Uint8Array): () => number {
  let state = createHash("sha256").update(`${seed}\n`).update(body).digest().readUInt32LE();
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
