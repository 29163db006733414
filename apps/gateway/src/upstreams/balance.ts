import { otherError } from "@completions-api/protocol";
import type { Generate } from "../engines/generate.ts";
import { mayDoBetterElsewhere, moreHelpful } from "./retry.ts";
import type { Upstream } from "./upstream.ts";

/**
 * Spreads requests over upstreams: each goes to the one with the least in flight, and where that fails before the first
 * deltas on to the others, to each at most once.
 *
 * @throws HttpError 503 where no upstream is available. What the last one has failed with; where one had reached its rate
 * limit the 429 with the smallest `Retry-After`.
 */
export function balance(upstreams: readonly Upstream[]): Generate {
  let turn = 0;
  return async (request, signal) => {
    // Those with as much in flight take turns.
    turn = (turn + 1) % upstreams.length;
    const tried = new Set<Upstream>();
    let failure: unknown;
    for (;;) {
      const upstream = leastBusy(upstreams, turn, tried);
      if (upstream === undefined) throw failure ?? noneAvailable(upstreams);
      try {
        return await upstream.generate(request, signal);
      } catch (thrown) {
        if (signal.aborted || !mayDoBetterElsewhere(thrown)) throw thrown;
        tried.add(upstream);
        failure = moreHelpful(failure, thrown);
      }
    }
  };
}

function leastBusy(
  upstreams: readonly Upstream[],
  start: number,
  tried: ReadonlySet<Upstream>,
): Upstream | undefined {
  let best: Upstream | undefined;
  for (let offset = 0; offset < upstreams.length; offset += 1) {
    const upstream = upstreams[(start + offset) % upstreams.length];
    if (upstream === undefined || tried.has(upstream) || !upstream.isAvailable) continue;
    if (best === undefined || upstream.inFlight < best.inFlight) best = upstream;
  }
  return best;
}

function noneAvailable(upstreams: readonly Upstream[]): Error {
  const retryAfter = Math.min(...upstreams.map((upstream) => upstream.retryAfterSeconds));
  const message = "The servers of this deployment's model have failed too often lately. Try again later.";
  return otherError("service_unavailable", message, { retryAfter });
}
