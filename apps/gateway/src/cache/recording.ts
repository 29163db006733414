import type { Delta, FinalDelta } from "@completions-api/engine";
import { CollectedChoice } from "../backends/collected-choice.ts";
import type { Watcher } from "../backends/watch-deltas.ts";
import { type HeldResponse, responseMemory } from "../memory/response-memory.ts";
import { sizeOfChoice } from "../memory/size-of-choice.ts";
import { largestEntry } from "./cache-store.ts";

/** Records a generation for a cache. It gives up silently if the generation is too large, or there is no memory for it. */
export class Recording implements Watcher {
  readonly onEnd: () => void;
  readonly #count: number;
  readonly #choices = new Map<number, CollectedChoice>();
  readonly #held: HeldResponse = responseMemory.open();
  #bytes = 0;
  #hasGivenUp = false;

  /**
   * @param count - the number of choices.
   * @param onEnd - called when the generation has ended, however it ended.
   */
  constructor(count: number, onEnd: () => void) {
    this.#count = count;
    this.onEnd = () => {
      this.#held.release();
      onEnd();
    };
  }

  onArrival(deltas: readonly Delta[]): void {
    if (this.#hasGivenUp) return;
    for (const delta of deltas) {
      if (!this.#hasRoomFor(sizeOfChoice(delta))) {
        this.#hasGivenUp = true;
        this.#choices.clear();
        return;
      }
      const choice = this.#choices.get(delta.index);
      if (choice) choice.add(delta);
      else this.#choices.set(delta.index, new CollectedChoice(delta));
    }
  }

  /** Returns one delta for each choice, in their order. Undefined unless all have ended by themselves or at `max_tokens`. */
  finish(): readonly FinalDelta[] | undefined {
    const deltas = Array.from(this.#choices.values(), (choice) => choice.join()).filter(isWhole);
    return deltas.length === this.#count ? deltas.sort((one, other) => one.index - other.index) : undefined;
  }

  #hasRoomFor(bytes: number): boolean {
    this.#bytes += bytes;
    if (this.#bytes > largestEntry) return false;
    try {
      this.#held.add(bytes);
      return true;
    } catch {
      return false;
    }
  }
}

function isWhole(delta: Delta): delta is FinalDelta {
  return delta.finishReason === "stop" || delta.finishReason === "length";
}
