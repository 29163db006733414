import type { CacheUse, Generation } from "../backends/backend.ts";

/** A generation that a cache has kept, or may keep. */
export class RecordedGeneration implements Generation {
  readonly deltas: Generation["deltas"];
  readonly whole: Generation["whole"];
  readonly cacheUse: CacheUse;
  readonly #generation: Generation;

  constructor(generation: Generation, cacheUse: CacheUse) {
    this.#generation = generation;
    this.deltas = generation.deltas;
    this.whole = generation.whole;
    this.cacheUse = cacheUse;
  }

  /** It may become known later. */
  get fingerprint(): string | undefined {
    return this.#generation.fingerprint;
  }
}
