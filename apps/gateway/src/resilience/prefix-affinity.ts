import { hash as hashName } from "node:crypto";
import type { GenerationRequest } from "../backends/backend.ts";
import { PrefixHash } from "./prefix-hash.ts";
import { weigh } from "./rendezvous.ts";
import type { Upstream } from "./upstream.ts";

/** The most generations in flight that an upstream may have, in proportion to the average. */
const mostLoad = 1.25;

/** The facts about an upstream that the choice depends on. */
export type Candidate = Pick<Upstream, "name" | "inFlight" | "isAvailable" | "isInDoubt">;

/**
 * Chooses upstreams by the beginnings of prompts, so that prompts that begin alike meet in one upstream's prefix cache: by
 * rendezvous hashing with bounded loads. Processes with the same upstreams choose the same without knowing of each other.
 * Source: V. Mirrokni et al., "Consistent Hashing with Bounded Loads" (2018).
 */
export class PrefixAffinity<Chosen extends Candidate> {
  readonly #nodes: readonly { readonly upstream: Chosen; readonly hash: number }[];
  readonly #prefix: PrefixHash;

  /** @param prefixLength - the bytes of a prompt's beginning; a token counts as 4 bytes. */
  constructor(upstreams: readonly Chosen[], prefixLength: number) {
    this.#nodes = upstreams.map((upstream) => ({
      upstream,
      hash: hashName("sha256", upstream.name, "buffer").readInt32LE(),
    }));
    this.#prefix = new PrefixHash(prefixLength);
  }

  /**
   * Chooses, of the upstreams that are available and not tried, the first in the order of the first prompt's beginning that would
   * not have more than 1.25 times their average number of generations in flight, rounded up, including this one. Upstreams in
   * doubt are chosen only if there are no others. Returns undefined if there are none.
   */
  choose({ prompts }: Pick<GenerationRequest, "prompts">, tried?: ReadonlySet<object>): Chosen | undefined {
    const key = this.#prefix.hash(prompts[0]?.prompt ?? "");
    return this.#pick(key, tried, false) ?? this.#pick(key, tried, true);
  }

  #pick(key: number, tried: ReadonlySet<object> | undefined, isInDoubt: boolean): Chosen | undefined {
    const candidates = this.#nodes.filter(
      ({ upstream }) => upstream.isAvailable && upstream.isInDoubt === isInDoubt && !tried?.has(upstream),
    );
    const inFlight = candidates.reduce((sum, { upstream }) => sum + upstream.inFlight, 1);
    const most = Math.ceil((mostLoad * inFlight) / candidates.length);
    let best: Chosen | undefined;
    let bestWeight = -1;
    for (const { upstream, hash } of candidates) {
      const weight = weigh(hash, key);
      if (weight <= bestWeight || upstream.inFlight >= most) continue;
      best = upstream;
      bestWeight = weight;
    }
    return best;
  }
}
