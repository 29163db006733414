import { HttpError } from "@completions-api/protocol";
import { isRefusal, UnreachableError, UpstreamError } from "../backends/upstream-error.ts";

/** Who is to blame for a failure. `unknown`: the upstream, or a request that makes a healthy upstream fail. */
export type Blame = "request" | "upstream" | "unknown";

/**
 * Returns who is to blame for a failed generation.
 *
 * - `request`: it was refused, also for its number (429). An upstream that refuses is alive.
 * - `upstream`: no request can provoke that no connection opens, that the credential or the route is wrong, or a 503.
 * - `unknown`: anything else, such as a stream that breaks off. A prompt can crash a server, and a long one can time out.
 */
export function findBlame(failure: unknown): Blame {
  if (!(failure instanceof HttpError)) return "unknown";
  if (failure.status < 500) return "request";
  const { cause } = failure;
  if (cause instanceof UnreachableError) return "upstream";
  if (!(cause instanceof UpstreamError) || cause.status === undefined) return "unknown";
  if (isRefusal(cause.status)) return "request";
  // TGI responds with 424 if a generation fails.
  if (cause.status === 408 || cause.status === 424) return "unknown";
  return cause.status < 500 || cause.status === 503 ? "upstream" : "unknown";
}
