import {
  applyCreateCompletionRequestDefaults,
  validateCreateCompletionRequest,
} from "@completions-api/validators/openai";
import { errorFromProblem } from "../errors/to-http-error.ts";
import { unprocessableContent } from "../errors/unprocessable-content.ts";
import type { CompletionRequest } from "../request/completion-request.ts";
import { splitByName } from "../request/extra-parameters.ts";
import type { OpenAIParameters } from "./parameters.ts";
import { checkRules } from "./rules.ts";

/**
 * The parameters of OpenAI's clients that have a meaning among the extra parameters of the API's own face. `model` and
 * `stream_options` are not among them: they mean something only under `/v1/`.
 */
export const sharedParameters: readonly string[] = [
  "n",
  "best_of",
  "echo",
  "logprobs",
  "logit_bias",
  "suffix",
  "user",
];

/**
 * Finds the parameters of OpenAI's clients among the extra parameters that a request of the API's own face passes through. An
 * engine that supports them is thereby asked for them like by a request of OpenAI's clients.
 *
 * @returns all parameters, with the defaults of both faces, and the other extra parameters.
 * @throws HttpError 422 for the first one that is wrong. `n` must be 1 (rule `choices-follow-prompts` of the own face).
 */
export function splitOpenAIParameters({
  parameters,
  extra,
}: Pick<CompletionRequest, "parameters" | "extra">): OpenAIParameters {
  // Most requests have none, and need not wait for the validator.
  if (Object.keys(extra).length === 0) return { parameters: { ...defaults(), ...parameters }, extra };
  const { known, extra: others } = splitByName(extra, sharedParameters);
  const validation = validateCreateCompletionRequest({ prompt: "", ...known });
  if (!validation.valid) throw errorFromProblem(validation.problems[0]);
  const all = applyCreateCompletionRequestDefaults({ ...validation.value, ...parameters });
  if (all.n !== 1) {
    const message = "must be 1: each prompt has one choice";
    throw unprocessableContent({ loc: ["body", "n"], value: all.n, message });
  }
  checkRules(all);
  return { parameters: all, extra: others };
}

let cachedDefaults: OpenAIParameters["parameters"] | undefined;

/** Returns the defaults of the parameters that both faces or only OpenAI's has. */
function defaults(): OpenAIParameters["parameters"] {
  cachedDefaults ??= applyCreateCompletionRequestDefaults({ prompt: "" });
  return cachedDefaults;
}
