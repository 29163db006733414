import { type HttpError, notFound } from "@completions-api/protocol";
import type { CompletionCall } from "../mock-operation.ts";
import type { MockRequest } from "../mock-request.ts";
import type { RegisteredReply } from "./registered-reply.ts";

/** The most replies that the error lists. */
const mostListed = 5;

/**
 * Creates the 404 for a request that no reply of a strict session fits. Clients do not send it again, as they would after a 500.
 * It lists the nearest replies and why each of them does not fit, all in `error`, because some clients show nothing else.
 *
 * @param replies - all replies, in the order in which they are tried.
 */
export function noReplyFits(
  replies: readonly RegisteredReply[],
  call: CompletionCall,
  request: MockRequest,
): HttpError {
  if (replies.length === 0)
    return notFound("No reply fits this request: the mock is strict and has no replies");
  const misses = replies.map((reply) => findMiss(reply, call, request));
  // The sort is stable, so that of equally near replies the first one that was tried comes first.
  const nearest = misses.sort((one, other) => one.distance - other.distance).slice(0, mostListed);
  const omitted = replies.length - nearest.length;
  const lines = nearest.map(({ line }) => `\n- ${line}`).join("");
  const rest = omitted > 0 ? `\n- and ${omitted} more` : "";
  return notFound(`No reply fits this request. The nearest replies:${lines}${rest}`);
}

/** Says why a reply does not fit. The distance grows with the conditions that do not hold, and falls with those that do. */
function findMiss(
  { conditions, title, isUsedUp, used, times }: RegisteredReply,
  call: CompletionCall,
  request: MockRequest,
): { readonly distance: number; readonly line: string } {
  const broken = conditions.filter(({ holds }) => !holds(call, request));
  const reasons = broken.map(({ explain }) => explain(call, request));
  if (isUsedUp) reasons.unshift(`used up (${used} of ${times})`);
  return {
    distance: reasons.length - (conditions.length - broken.length) / 1000,
    line: `${title}: ${reasons.join("; ")}`,
  };
}
