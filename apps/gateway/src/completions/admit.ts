import { estimateTokens } from "@completions-api/engine";
import type { Decision } from "../limits/rate-limiter.ts";
import type { Face, ReadRequest } from "./face.ts";
import type { GatewayRequest } from "./gateway-request.ts";

/**
 * Follows a decision of the rate limiter: sets the headers that say how much is left.
 *
 * @returns the decision, if it lets the request through.
 * @throws HttpError 429, or 503 if the limits cannot be checked.
 */
export function obey<Kind extends Decision>(
  decision: Kind,
  { response }: Pick<GatewayRequest, "response">,
): Kind {
  for (const [name, value] of Object.entries(decision.headers)) response.setHeader(name, value);
  if (decision.refusal) throw decision.refusal;
  return decision;
}

/** The tokens that a request is expected to use. */
export interface ExpectedTokens {
  /** Those of its prompts, as an estimate. */
  readonly prompts: number;
  /** Those of its prompts and of all completions, at the most. */
  readonly inAll: number;
}

/**
 * Returns the tokens that a request is expected to use. The deployment may drop its `max_tokens`, if the request says so, and then
 * takes the default.
 */
export function expectTokens(
  { prompts, parameters: { n, best_of = n, max_tokens }, dropsUnsupported }: Omit<ReadRequest, "extra">,
  { defaults }: Pick<Face, "defaults">,
): ExpectedTokens {
  const mostTokens = dropsUnsupported ? Math.max(max_tokens, defaults.max_tokens) : max_tokens;
  const estimate = estimateTokens(prompts);
  return { prompts: estimate, inAll: estimate + prompts.length * best_of * mostTokens };
}
