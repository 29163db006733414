import { estimateTokens } from "@completions-api/engine";
import { contentFiltered } from "@completions-api/protocol";
import type { Caller } from "../auth/caller.ts";
import type { ContentFilter } from "../content-filter/content-filter.ts";
import type { Decision, RateLimiter, Reservation } from "../limits/rate-limiter.ts";
import type { ReadRequest } from "./face.ts";
import type { GatewayRequest } from "./gateway-request.ts";

/**
 * Counts a request against its caller's limit of requests, and sets the headers that say how many are left.
 *
 * @throws HttpError 429, or 503 if the limit cannot be checked.
 */
export async function countRequest(
  rateLimiter: RateLimiter,
  caller: Caller,
  { response }: Pick<GatewayRequest, "response">,
): Promise<void> {
  const counting = rateLimiter.countRequest(caller);
  if (counting !== undefined) follow(await counting, response);
}

/**
 * Reserves the tokens that a request may use, and sets the headers that say how many are left.
 *
 * @returns undefined if the caller's tokens are not limited.
 * @throws HttpError 429, or 503 if the limit cannot be checked.
 */
export async function reserveTokens(
  rateLimiter: RateLimiter,
  caller: Caller,
  { prompts, parameters: { n, best_of = n, max_tokens } }: Pick<ReadRequest, "prompts" | "parameters">,
  { response }: Pick<GatewayRequest, "response">,
): Promise<Reservation | undefined> {
  const expectedTokens = estimateTokens(prompts) + prompts.length * best_of * max_tokens;
  const reservation = await rateLimiter.reserveTokens(caller, expectedTokens);
  if (reservation !== undefined) follow(reservation, response);
  return reservation;
}

/** Follows the decision of the rate limiter. */
function follow({ headers, refusal }: Decision, response: GatewayRequest["response"]): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  if (refusal) throw refusal;
}

/**
 * Shows the content filter every prompt that is text, and the suffix. It cannot read prompts given as tokens, but it reads their
 * completions.
 *
 * @throws HttpError 400 `content_filter` if it refuses one.
 */
export function checkPrompts(
  filter: ContentFilter,
  { prompts, parameters: { suffix } }: Pick<ReadRequest, "prompts" | "parameters">,
): void {
  for (const { prompt } of prompts) {
    if (typeof prompt === "string" && !filter.allowsPrompt(prompt)) throw contentFiltered();
  }
  if (suffix !== undefined && !filter.allowsPrompt(suffix)) throw contentFiltered("suffix");
}
