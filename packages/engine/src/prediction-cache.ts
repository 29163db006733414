import { Prediction } from "./prediction.ts";

/** The number of slots, as a power of 2. A prediction takes some 2 KB, so the cache takes at most 8 MB. */
const SLOT_BITS = 12;

/** Stands for a token that a context is too short to have. */
const NO_TOKEN = 0xffff;

/** Keeps predictions by the four latest tokens of their contexts. Each context has one slot, and other contexts may take it over. */
export class PredictionCache {
  readonly #capacity: number;
  readonly #predictions: (Prediction | undefined)[] = new Array(2 ** SLOT_BITS);
  /** The context of each slot, two tokens in a number. */
  readonly #nearest = new Uint32Array(2 ** SLOT_BITS);
  readonly #farthest = new Uint32Array(2 ** SLOT_BITS);

  /** @param capacity the largest number of candidates in a prediction. */
  constructor(capacity: number) {
    this.#capacity = capacity;
  }

  /**
   * Returns the prediction of a context, which is empty if it is not kept. It is valid until the next call.
   *
   * @param context the previous tokens, the most recent first.
   */
  find(context: readonly number[]): Prediction {
    const nearest = pack(context[0], context[1]);
    const farthest = pack(context[2], context[3]);
    const slot = slotOf(nearest, farthest);
    let prediction = this.#predictions[slot];
    if (prediction === undefined) {
      prediction = new Prediction(this.#capacity);
      this.#predictions[slot] = prediction;
    } else if (this.#nearest[slot] === nearest && this.#farthest[slot] === farthest) {
      return prediction;
    }
    this.#nearest[slot] = nearest;
    this.#farthest[slot] = farthest;
    prediction.clear();
    return prediction;
  }
}

function pack(one = NO_TOKEN, other = NO_TOKEN): number {
  return ((one << 16) | other) >>> 0;
}

/** Returns the upper bits of a multiplicative hash. */
function slotOf(nearest: number, farthest: number): number {
  return Math.imul(Math.imul(nearest, 0x9e37_79b1) ^ farthest, 0x85eb_ca77) >>> (32 - SLOT_BITS);
}
