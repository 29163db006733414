import { estimateTokens } from "@completions-api/engine";
import {
  type BodyProblem,
  contentFiltered,
  HttpError,
  type ListedPrompt,
  otherError,
  tooManyRequests,
  unprocessableContent,
} from "@completions-api/protocol";
import { optionalParameters } from "../../backend.ts";
import { isRefusal, UpstreamError } from "../../upstream-error.ts";
import { listOpenAIParameters, type UpstreamCall } from "../requests/upstream-request.ts";
import { isContextOverflow } from "./context-overflow.ts";
import type { UpstreamErrorDetails } from "./error-details.ts";

/** TGI says this instead of 429 in a stream, where all its errors have the same status. */
const overloaded = /^Model is overloaded$/m;

/** OpenAI's, Azure's, LiteLLM's, and Alibaba's words for a prompt that a content filter refuses. */
const contentFilter = /content_?(?:filter|policy)|ResponsibleAIPolicy|data_?inspection_?failed/i;

/** LiteLLM says with a 400 that it does not accept the credential, or does not know the model of the configuration. */
const notTheRequest = /no_db_connection|no connected db|invalid model name|api[ _-]?key/i;

/** Small servers, then vLLM, SGLang and Hugging Face's `transformers serve`. */
const refusedPrompt = /(['"`])prompt\1|\bprompt (?:must|cannot) be\b/i;

/** vLLM and OpenAI, then llama.cpp. */
const unknownToken = /vocab|invalid tokens/i;

// Widened to strings, so that any name can be looked up.
const knownNames: readonly string[] = ["prompt", ...optionalParameters];

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
    const refused = findRefusedParameter(details, call);
    if (refused) {
      return withCause(unprocessableContent({ ...refused, code: "parameter_not_supported" }), cause);
    }
  }
  return otherError("bad_gateway", "The model's server failed", {
    advice: "Try again.",
    ...(retryAfter !== undefined && { retryAfter }),
    cause,
  });
}

/** Finds the parameter of a valid request that a server refuses, so that the caller's choice is not reported as a server failure. */
function findRefusedParameter(
  { code, param, message }: UpstreamErrorDetails,
  { request, sent }: UpstreamCall,
): Omit<BodyProblem, "code"> | undefined {
  const { extra, prompts, maxTokens, user } = request;
  const extraNames = Object.keys(extra);
  const names = [...listOptions(request), ...extraNames];
  // It changes nothing, so it is not to blame unless the server says so.
  const nameable = user === undefined ? names : [...names, "user"];
  const name =
    param !== undefined && (nameable.includes(param) || knownNames.includes(param))
      ? param
      : nameable.find((candidate) => mentions(message, candidate));
  if (name !== undefined) return refused(name, sent.body[name]);
  const tokens = unknownToken.test(message) ? findLargestToken(prompts) : undefined;
  if (tokens) {
    const problem = "has tokens that are not in the vocabulary of this deployment's model";
    return { loc: tokens.loc, value: tokens.prompt, message: problem };
  }
  // A server that takes fewer forms of a prompt than its dialect says.
  if (refusedPrompt.test(message)) return refused("prompt", sent.body.prompt);
  if (notTheRequest.test(`${code} ${message}`)) return undefined;
  // Only some servers can score a prompt without completing it.
  if (maxTokens === 0) return refused("max_tokens", 0);
  const [first, ...others] = names;
  if (first === undefined) return undefined;
  if (others.length === 0 && extraNames.length === 0) return refused(first, sent.body[first]);
  return {
    loc: ["body"],
    value: Object.fromEntries(names.map((sentName) => [sentName, sent.body[sentName]])),
    message: "is refused by this deployment's model",
    advice: extraNames.length > 0 ? "Leave the extra parameters out." : `Leave ${names.join(" and ")} out.`,
  };
}

/** Finds the prompt with the largest token: if any token is outside the vocabulary, that one is. */
function findLargestToken(prompts: readonly ListedPrompt[]): ListedPrompt | undefined {
  let found: ListedPrompt | undefined;
  let largest = -1;
  for (const listed of prompts) {
    if (typeof listed.prompt === "string") continue;
    for (const token of listed.prompt) {
      if (token <= largest) continue;
      largest = token;
      found = listed;
    }
  }
  return found;
}

/** Lists the names of the parameters that not every server supports, as far as the request has them. */
function listOptions(request: UpstreamCall["request"]): string[] {
  return listOpenAIParameters(request).flatMap(([name, value]) => (value === undefined ? [] : [name]));
}

/** Returns whether a server's message is about a parameter. Ollama says that a model "does not support insert". */
function mentions(message: string, name: string): boolean {
  if (name === "suffix" && /\binsert\b/.test(message)) return true;
  // A name such as `n` is a part of most words.
  return /^\w+$/.test(name) ? message.split(/\W+/).includes(name) : message.includes(name);
}

function refused(name: string, value: unknown): Omit<BodyProblem, "code"> {
  return { loc: ["body", name], value, message: "is refused by this deployment's model" };
}

function withCause({ code, body, headers }: HttpError, cause: unknown): HttpError {
  return new HttpError(code, body, { headers, cause });
}
