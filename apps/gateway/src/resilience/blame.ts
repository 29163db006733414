import { HttpError } from "@completions-api/protocol";
import { isRefusal, UnreachableError, UpstreamError } from "../backends/upstream-error.ts";
import { MemoryShortage } from "../memory/response-memory.ts";

/** The party to blame for a failure. `unknown`: the upstream, or a request that makes a healthy upstream fail. */
export type Blame = "request" | "upstream" | "unknown";

/**
 * Returns who is to blame for a failed generation.
 *
 * - `request`: it was refused, also for its number (429). An upstream that refuses is alive. Or its response is larger than the
 *   memory of this process.
 * - `upstream`: no request can provoke that no connection opens, or that the credential is wrong.
 * - `unknown`: anything else. A prompt can crash a server, and a long one can time out. Firewalls and moderation answer 403 to a
 *   prompt that they dislike, sellers of tokens 402 to one that costs too much, and proxies and full queues 503.
 */
export function findBlame(failure: unknown): Blame {
  if (!(failure instanceof HttpError)) return "unknown";
  if (failure.status < 500) return "request";
  const { cause } = failure;
  if (cause instanceof MemoryShortage) return "request";
  if (cause instanceof UnreachableError) return "upstream";
  if (!(cause instanceof UpstreamError) || cause.status === undefined) return "unknown";
  if (isRefusal(cause.status)) return "request";
  return cause.status === 401 || cause.status === 407 ? "upstream" : "unknown";
}
