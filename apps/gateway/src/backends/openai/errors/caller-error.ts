import { estimateTokens } from "@completions-api/engine";
import { contentFiltered, HttpError, otherError, tooManyRequests } from "@completions-api/protocol";
import { isRefusal, UpstreamError } from "../../upstream-error.ts";
import type { UpstreamCall } from "../requests/upstream-request.ts";
import { isContextOverflow } from "./context-overflow.ts";
import type { UpstreamErrorDetails } from "./error-details.ts";
import { notSupported } from "./not-supported.ts";
import { findRefusedPart } from "./refused-part.ts";

/** TGI says this instead of 429 in a stream, where all its errors have the same status. */
const overloaded = /^Model is overloaded$/m;

/** OpenAI's, Azure's, LiteLLM's, and Alibaba's words for a prompt that a content filter refuses. */
const contentFilter = /content_?(?:filter|policy)|ResponsibleAIPolicy|data_?inspection_?failed/i;

/**
 * Converts a server's error to the error that the caller gets. If the caller has to change something, it is the contract's
 * own error in the contract's own words. Everything else is a 502, because the request is valid: problems with the server's
 * credentials and routes, and its failures.
 *
 * @param retryAfter - seconds, if the server says when to ask again.
 */
export function toCallerError(
  details: UpstreamErrorDetails,
  call: UpstreamCall,
  retryAfter?: number,
): HttpError {
  const { status, code, message } = details;
  const cause = new UpstreamError(details);
  if (status === 429 || overloaded.test(message)) return withCause(tooManyRequests(retryAfter ?? 1), cause);
  if (isContextOverflow(details)) {
    const problem = "The prompt and max_tokens exceed the model's maximum context length";
    const { prompts, maxTokens } = call.request;
    return otherError("context_length_exceeded", problem, {
      advice: "Shorten the prompt or lower max_tokens.",
      // Servers do not say which one is to blame. The larger one can be made smaller.
      param: estimateTokens(prompts) < maxTokens ? "max_tokens" : "prompt",
      cause,
    });
  }
  if (contentFilter.test(code)) return withCause(contentFiltered(), cause);
  if (status === 413) {
    const problem = "The request is larger than the model's server accepts";
    return otherError("payload_too_large", problem, { advice: "Shorten the prompt.", cause });
  }
  if (status !== undefined && isRefusal(status)) {
    const refused = findRefusedPart(details, call);
    if (refused) return notSupported(refused, cause);
  }
  return otherError("bad_gateway", "The model's server failed", {
    advice: "Try again.",
    ...(retryAfter !== undefined && { retryAfter }),
    cause,
  });
}

function withCause({ code, body, headers }: HttpError, cause: unknown): HttpError {
  return new HttpError(code, body, { headers, cause });
}
