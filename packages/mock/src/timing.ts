import { createHash } from "node:crypto";
import { setTimeout } from "node:timers/promises";
import { createRandom } from "@completions-api/engine";
import type { Preferences } from "./known-preferences.ts";

/** Returns the milliseconds to wait before the next event, or before a response without events. */
export type NextWait = () => number;

/**
 * Creates the waits of one response: first `ttft`, then `itl` before each further event, all varied by `jitter`.
 *
 * @param seed - an integer. The same seed and body give the same waits.
 * @returns undefined if the response has no waits.
 */
export function createWaits(
  { ttft = 0, itl = 0, jitter = 0 }: Preferences,
  seed: number,
  body: Uint8Array,
): NextWait | undefined {
  if (ttft === 0 && itl === 0) return undefined;
  const random = jitter > 0 ? createRandom(hash(seed, body)) : () => 0.5;
  let wait = ttft;
  return () => {
    const milliseconds = wait * (1 + jitter * (2 * random() - 1));
    wait = itl;
    return milliseconds;
  };
}

/**
 * Waits before each item.
 *
 * @throws an `AbortError` if `signal` is aborted during a wait.
 */
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

/** Returns 48 bits of a hash of the seed and the body. */
function hash(seed: number, body: Uint8Array): number {
  return createHash("sha256").update(`${seed}\n`).update(body).digest().readUIntBE(0, 6);
}
