import { createRandom } from "@completions-api/engine";
import { wait } from "./wait.ts";

/** The time that a response takes. */
export interface Latency {
  /** Time to first token: milliseconds before the first event, or before a response without events. By default 0. */
  readonly ttft?: number;
  /** Inter-token latency: milliseconds between two events. By default 0. */
  readonly itl?: number;
  /** Varies each wait by up to this share of it: 0 to 1, by default 0. */
  readonly jitter?: number;
}

/** Returns the milliseconds to wait before the next event, or before a response without events. */
export type NextWait = () => number;

/**
 * Creates the waits of one response: first `ttft`, then `itl` before each further event, all varied by `jitter`.
 *
 * @param seed - an integer. The same seed and body give the same waits.
 * @returns undefined if the response has no waits.
 */
export function createWaits(
  { ttft = 0, itl = 0, jitter = 0 }: Latency,
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
 * @throws the reason of `signal` if it is aborted during a wait.
 */
export async function* pace<Item>(
  items: AsyncIterable<Item>,
  nextWait: NextWait,
  signal: AbortSignal,
): AsyncGenerator<Item, void, void> {
  for await (const item of items) {
    await wait(nextWait(), signal);
    yield item;
  }
}

/**
 * Returns a hash of the seed and the body: 32 bits of FNV-1a
 * (https://datatracker.ietf.org/doc/html/draft-eastlake-fnv). It only has to tell requests apart, in any runtime.
 */
function hash(seed: number, body: Uint8Array): number {
  let value = 0x81_1c_9d_c5;
  const add = (byte: number) => {
    value = Math.imul(value ^ byte, 0x01_00_01_93);
  };
  for (const byte of new TextEncoder().encode(`${seed}\n`)) add(byte);
  for (const byte of body) add(byte);
  return value >>> 0;
}
