import {
  type BodyFault,
  contentFiltered,
  HttpError,
  otherError,
  tooManyRequests,
  unprocessableContent,
} from "@completions-api/protocol";
import { createCompletionRequestParameters } from "@completions-api/validators";
import { estimateTokens } from "../../../pipeline/estimate-tokens.ts";
import type { Call } from "../call.ts";
import type { Fault } from "./fault.ts";
import { UpstreamError } from "./upstream-error.ts";

/** How servers say that a prompt is too long: in this order vLLM and OpenAI, SGLang, llama.cpp, TGI (twice). */
const contextOverflow =
  /maximum context length|context_length_exceeded|max_model_len|longer than the model's context|exceed_context_size|context size|`inputs` (?:tokens \+|must have less than)/i;

/** What TGI says instead of 429 in a stream, where all its errors have the same status. */
const overloaded = "Model is overloaded";

// Not a list of literals, to look any name up.
const knownNames: readonly string[] = createCompletionRequestParameters;

/**
 * What the caller is told of a fault. What the caller has to change is the contract's own error in the contract's own words;
 * everything else is a 502, as the request is valid: the server's credentials, its routes, and its failures.
 *
 * @param retryAfter - seconds, where the server says when to ask again.
 */
export function errorFromFault(fault: Fault, call: Call, retryAfter?: number): HttpError {
  const { status, code, message } = fault;
  const cause = new UpstreamError(fault);
  if (status === 429 || message === overloaded) return withCause(tooManyRequests(retryAfter ?? 1), cause);
  if (contextOverflow.test(`${code} ${message}`)) {
    const what = "The prompt and max_tokens exceed the model's maximum context length.";
    const { prompts, maxTokens } = call.request;
    return otherError("context_length_exceeded", `${what} Shorten the prompt or lower max_tokens.`, {
      // Servers do not say which; it is the larger part that can be made smaller.
      param: estimateTokens(prompts) < maxTokens ? "max_tokens" : "prompt",
      cause,
    });
  }
  if (code.includes("content_filter")) return withCause(contentFiltered(), cause);
  if (status === 400 || status === 422) {
    const refused = findRefused(fault, call);
    if (refused)
      return withCause(unprocessableContent({ ...refused, code: "parameter_not_supported" }), cause);
  }
  return otherError("bad_gateway", "The model's server failed. Try again.", {
    ...(retryAfter !== undefined && { retryAfter }),
    cause,
  });
}

/** What of a valid request a server refuses, so that nobody takes the caller's choice for the server's failure. */
function findRefused(
  { param, message }: Fault,
  { request: { extra, prompts }, sent }: Call,
): Omit<BodyFault, "code"> | undefined {
  const names = Object.keys(extra);
  const name =
    param !== undefined && (names.includes(param) || knownNames.includes(param))
      ? param
      : names.find((extraName) => message.includes(extraName));
  if (name !== undefined) {
    return { loc: ["body", name], value: sent.body[name], message: "is refused by this deployment's model." };
  }
  const tokens = prompts.find(({ prompt }) => typeof prompt !== "string");
  if (tokens && /vocab/i.test(message)) {
    const what = "has tokens that are not in the vocabulary of this deployment's model.";
    return { loc: tokens.loc, value: tokens.prompt, message: what };
  }
  const what = "is refused by this deployment's model. Leave the extra parameters out.";
  return names.length > 0 ? { loc: ["body"], value: extra, message: what } : undefined;
}

function withCause({ code, body, headers }: HttpError, cause: unknown): HttpError {
  return new HttpError(code, body, { headers, cause });
}
