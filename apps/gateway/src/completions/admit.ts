import { estimateTokens } from "@completions-api/engine";
import { contentFiltered } from "@completions-api/protocol";
import type { Caller } from "../auth/caller.ts";
import type { ContentFilter } from "../content-filter/content-filter.ts";
import type { Admission, RateLimiter } from "../limits/rate-limiter.ts";
import type { ReadRequest } from "./face.ts";
import type { GatewayRequest } from "./gateway-request.ts";

/**
 * Counts a request against its caller's limits, and sets the headers that say how much is left.
 *
 * @throws HttpError 429, or 503 if the limits cannot be checked.
 */
export async function limitRate(
  rateLimiter: RateLimiter,
  caller: Caller,
  { prompts, parameters: { n, best_of = n, max_tokens } }: Pick<ReadRequest, "prompts" | "parameters">,
  { response }: Pick<GatewayRequest, "response">,
): Promise<Admission> {
  const expectedTokens = estimateTokens(prompts) + prompts.length * best_of * max_tokens;
  const admission = await rateLimiter.admit(caller, expectedTokens);
  for (const [name, value] of Object.entries(admission.headers)) response.setHeader(name, value);
  if (admission.refusal) throw admission.refusal;
  return admission;
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
