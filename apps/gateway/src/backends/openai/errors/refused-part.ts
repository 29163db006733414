import type { ListedPrompt } from "@completions-api/protocol";
import { optionalParameters } from "../../backend.ts";
import { toOtherParameters } from "../requests/parameters.ts";
import type { UpstreamCall } from "../requests/upstream-request.ts";
import type { UpstreamErrorDetails } from "./error-details.ts";
import type { UnsupportedPart } from "./not-supported.ts";

/** LiteLLM says with a 400 that it does not accept the credential, or does not know the model of the configuration. */
const notTheRequest = /no_db_connection|no connected db|invalid model name|api[ _-]?key/i;

/** Small servers, then vLLM, SGLang and Hugging Face's `transformers serve`. */
const refusedPrompt = /(['"`])prompt\1|\bprompt (?:must|cannot) be\b/i;

/** vLLM and OpenAI, then llama.cpp. */
const unknownToken = /vocab|invalid tokens/i;

// Widened to strings, so that any name can be looked up.
const knownNames: readonly string[] = ["prompt", ...optionalParameters];

/** Finds the part of a valid request that a server refuses, so that the caller's choice is not reported as a server failure. */
export function findRefusedPart(
  { code, param, message }: UpstreamErrorDetails,
  { request, sent }: UpstreamCall,
): UnsupportedPart | undefined {
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
  return Object.entries(toOtherParameters(request)).flatMap(([name, value]) =>
    value === undefined ? [] : [name],
  );
}

/** Returns whether a server's message is about a parameter. Ollama says that a model "does not support insert". */
function mentions(message: string, name: string): boolean {
  if (name === "suffix" && /\binsert\b/.test(message)) return true;
  // A name such as `n` is a part of most words.
  return /^\w+$/.test(name) ? message.split(/\W+/).includes(name) : message.includes(name);
}

function refused(name: string, value: unknown): UnsupportedPart {
  return { loc: ["body", name], value, message: "is refused by this deployment's model" };
}
