import type { CacheUse, Generate, Generation, GenerationRequest } from "../backends/backend.ts";
import { watchDeltas } from "../backends/watch-deltas.ts";
import { WholeGeneration } from "../backends/whole-generation.ts";
import type { CacheStore } from "./cache-store.ts";
import { type CachedGeneration, decodeGeneration, encodeGeneration } from "./cached-generation.ts";
import { createKey, type KeyContext } from "./create-key.ts";
import { RecordedGeneration } from "./recorded-generation.ts";
import { Recording } from "./recording.ts";

/** The store of a cache. */
export interface StoreOptions {
  readonly store: CacheStore;
  /** The milliseconds for which an entry is served. */
  readonly maxAge: number;
}

/**
 * The cache of a deployment. It serves requests that repeat by contract: those with `temperature: 0`, and those with a `seed` while
 * the deployment's `system_fingerprint` stays the same.
 */
export class DeploymentCache {
  readonly context: KeyContext;
  /** The number of requests that it could have answered, by what it had. */
  readonly results: Record<CacheUse["result"], number>;
  /** The latest fingerprint that a generation had. */
  #fingerprint: string | undefined;

  /** @param results - the numbers so far. The cache adds to them. */
  constructor(context: KeyContext, results: Record<CacheUse["result"], number>) {
    this.context = context;
    this.results = results;
  }

  /** Returns the same function with this cache before it. */
  around(generate: Generate, options: StoreOptions): Generate {
    return async (request, signal) => {
      // A copy of a request tries the servers.
      if (request.cacheControl === undefined || !mayRepeat(request)) {
        const generation = await generate(request, signal);
        return watchDeltas(generation, { onEnd: () => this.#noteFingerprint(generation) });
      }
      const key = createKey(request, this.context);
      const hit = request.cacheControl.noCache ? undefined : await this.#find(key, request, options);
      this.results[hit ? "hit" : "miss"] += 1;
      if (hit === undefined)
        return this.#record(await generate(request, signal), { key, request, store: options.store });
      if (request.charge) request.charge.state = "cached";
      return hit;
    };
  }

  async #find(
    key: string,
    request: GenerationRequest,
    { store, maxAge }: StoreOptions,
  ): Promise<Generation | undefined> {
    const found = await store.find(key);
    if (found === undefined || found.age > Math.min(maxAge, request.cacheControl?.maxAge ?? maxAge)) {
      return undefined;
    }
    const { fingerprint, deltas } = decodeGeneration(found.value);
    if (!this.#isCurrent(fingerprint, request)) return undefined;
    return new RecordedGeneration(new WholeGeneration(deltas, fingerprint), {
      result: "hit",
      age: found.age,
    });
  }

  /** Returns whether an entry would still be generated, as far as that is known. */
  #isCurrent(fingerprint: string | undefined, { temperature }: GenerationRequest): boolean {
    if (fingerprint !== undefined && fingerprint === this.#fingerprint) return true;
    return temperature === 0 && (fingerprint === undefined || this.#fingerprint === undefined);
  }

  #record(generation: Generation, { key, request, store }: Recorded): Generation {
    const { prompts, n = 1, caller, temperature, cacheControl } = request;
    const recording = new Recording(prompts.length * n, () => this.#noteFingerprint(generation));
    const keep = (): void => {
      if (cacheControl?.noStore) return;
      const { fingerprint } = generation;
      const deltas = recording.finish();
      if (deltas === undefined || (temperature !== 0 && fingerprint === undefined)) return;
      const entry: CachedGeneration = { ...(fingerprint !== undefined && { fingerprint }), deltas };
      store.keep(key, caller.name, encodeGeneration(entry));
    };
    return new RecordedGeneration(watchDeltas(generation, recording), { result: "miss", keep });
  }

  /** Takes note of the fingerprint of a generation that has ended. */
  #noteFingerprint({ fingerprint }: Generation): void {
    this.#fingerprint = fingerprint ?? this.#fingerprint;
  }
}

/** The context of a generation that is recorded. */
interface Recorded extends Pick<StoreOptions, "store"> {
  readonly key: string;
  readonly request: GenerationRequest;
}

/** Returns whether a request may repeat by contract. One with only a seed needs a fingerprint as well, which its generation has. */
function mayRepeat({ temperature, seed }: GenerationRequest): boolean {
  return temperature === 0 || seed !== undefined;
}
