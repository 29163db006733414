import type { UpstreamState } from "./state-metrics.ts";

type Totals = Pick<UpstreamState, "failures" | "cuts">;

/**
 * Adds up the states of servers that have the same labels, because a reload has replaced one by the other. What those counted that
 * are closed stays in the sum as long as there is a server with their labels: a counter must not decrease.
 */
export class UpstreamTotals {
  #closed = new Map<string, Totals>();

  /** Keeps the totals of servers that are about to be closed. Forgets those of labels that no server has any more. */
  keep(closing: readonly UpstreamState[], open: readonly UpstreamState[]): void {
    const remaining = new Set(open.map(toKey));
    const closed = new Map<string, Totals>();
    for (const [key, totals] of this.#closed) if (remaining.has(key)) closed.set(key, totals);
    for (const state of closing) {
      const key = toKey(state);
      if (remaining.has(key)) closed.set(key, add(state, closed.get(key)));
    }
    this.#closed = closed;
  }

  /** Returns a state for each combination of labels. The last server with them says whether it is available. */
  addTo(states: readonly UpstreamState[]): readonly UpstreamState[] {
    const sums = new Map<string, UpstreamState>();
    for (const state of states) {
      const key = toKey(state);
      const earlier = sums.get(key);
      sums.set(key, {
        ...state,
        ...add(state, earlier ?? this.#closed.get(key)),
        inFlight: state.inFlight + (earlier?.inFlight ?? 0),
      });
    }
    return [...sums.values()];
  }
}

function toKey({ deployment, upstream }: UpstreamState): string {
  return JSON.stringify([deployment, upstream]);
}

function add(totals: Totals, others: Totals = { failures: 0, cuts: 0 }): Totals {
  return { failures: totals.failures + others.failures, cuts: totals.cuts + others.cuts };
}
