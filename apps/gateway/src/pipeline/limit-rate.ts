import type { ListedPrompt } from "@completions-api/protocol";
import type { Exchange } from "../exchange.ts";
import type { Admission, RateLimiter } from "../limits/rate-limiter.ts";
import type { Caller } from "../security/caller.ts";
import { estimateTokens } from "./estimate-tokens.ts";

/**
 * Has a request counted, and tells its sender by headers how much is left.
 *
 * @throws HttpError 429, or 503 where nobody can count.
 */
export async function limitRate(
  rateLimiter: RateLimiter,
  caller: Caller,
  { prompts, maxTokens }: { readonly prompts: readonly ListedPrompt[]; readonly maxTokens: number },
  { response }: Exchange,
): Promise<Admission> {
  const expectedTokens = estimateTokens(prompts) + prompts.length * maxTokens;
  const admission = await rateLimiter.admit(caller, expectedTokens);
  for (const [name, value] of Object.entries(admission.headers)) response.setHeader(name, value);
  if (admission.refusal) throw admission.refusal;
  return admission;
}
