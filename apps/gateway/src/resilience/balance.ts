import { otherError } from "@completions-api/protocol";
import type { Generate } from "../backends/backend.ts";
import type { PrefixAffinity } from "./prefix-affinity.ts";
import { mayBeProvoked, pickMoreUseful, shouldRetry } from "./retry.ts";
import type { Upstream } from "./upstream.ts";

/** The number of upstreams that one request can harm, if it is the request that makes them fail. Then none of its parts is retried. */
const mostHarmed = 2;

/**
 * Spreads requests over upstreams. Each goes to the upstream with the fewest generations in flight, or to that which `affinity`
 * chooses; if that fails before the first deltas, the request is retried on the others, at most once on each, and at most once in
 * all after failures that the request may have provoked.
 *
 * @throws HttpError 503 if no upstream is available. If all fail, the 429 with the smallest `Retry-After` if there was one,
 * otherwise the error of the last.
 */
export function balance(upstreams: readonly Upstream[], affinity?: PrefixAffinity<Upstream>): Generate {
  let turn = 0;
  return async (request, signal) => {
    // Equally busy upstreams take turns.
    turn = (turn + 1) % upstreams.length;
    let tried: Set<Upstream> | undefined;
    let { harmed } = request;
    let failure: unknown;
    for (;;) {
      const upstream = affinity ? affinity.choose(request, tried) : leastBusy(upstreams, turn, tried);
      if (upstream === undefined) throw failure ?? noneAvailable(upstreams);
      try {
        return await upstream.generate(request, signal);
      } catch (thrown) {
        if (signal.aborted || !shouldRetry(thrown)) throw thrown;
        tried ??= new Set();
        harmed ??= new Set();
        tried.add(upstream);
        failure = pickMoreUseful(failure, thrown);
        if (mayBeProvoked(thrown)) harmed.add(upstream);
        if (harmed.size >= mostHarmed) throw failure;
      }
    }
  };
}

function leastBusy(
  upstreams: readonly Upstream[],
  start: number,
  tried: ReadonlySet<Upstream> | undefined,
): Upstream | undefined {
  let best: Upstream | undefined;
  for (let offset = 0; offset < upstreams.length; offset += 1) {
    const upstream = upstreams[(start + offset) % upstreams.length];
    if (upstream === undefined || tried?.has(upstream) || !upstream.isAvailable) continue;
    if (best === undefined || isBetter(upstream, best)) best = upstream;
  }
  return best;
}

function isBetter(upstream: Upstream, other: Upstream): boolean {
  if (upstream.isInDoubt !== other.isInDoubt) return other.isInDoubt;
  return upstream.inFlight < other.inFlight;
}

function noneAvailable(upstreams: readonly Upstream[]): Error {
  const retryAfter = Math.min(...upstreams.map((upstream) => upstream.retryAfterSeconds));
  const problem = "The servers of this deployment's model have failed too often recently";
  return otherError("service_unavailable", problem, { advice: "Try again later.", retryAfter });
}
