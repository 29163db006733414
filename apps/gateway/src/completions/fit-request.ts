import { type EngineRequest, toEngineRequest } from "@completions-api/engine";
import { contextLengthExceeded, type ListedPrompt, unprocessableContent } from "@completions-api/protocol";
import type { CreateCompletionRequestWithDefaults } from "@completions-api/validators/openai";
import { checkExtraParameters } from "./check-extra-parameters.ts";
import type { Deployment } from "./deployment.ts";
import type { Face, ReadRequest } from "./face.ts";

/** A request, as a deployment gets it. */
export interface FittedRequest {
  readonly parameters: CreateCompletionRequestWithDefaults;
  readonly engineRequest: EngineRequest;
}

/**
 * Fits a request to a deployment.
 *
 * @throws HttpError 422 `parameter_not_supported`, or 400 `context_length_exceeded`.
 */
export function fitRequest(deployment: Deployment, face: Face, read: ReadRequest): FittedRequest {
  limitChoices(deployment, read);
  const parameters = fitParameters(deployment, face, read);
  checkExtraParameters(deployment, read);
  const engineRequest = toEngineRequest({ parameters, extra: read.extra });
  checkContextLength(deployment, engineRequest);
  return { parameters, engineRequest };
}

/**
 * Limits the number of choices of a request: a body has room for 300,000 prompts, and each may have 128 choices.
 *
 * @throws HttpError 422 `parameter_not_supported` for more than the deployment takes.
 */
function limitChoices(
  { maxPrompts = Number.POSITIVE_INFINITY }: Pick<Deployment, "maxPrompts">,
  { prompts: { length: count }, parameters: { prompt, n, best_of = n } }: Omit<ReadRequest, "extra">,
): void {
  const choices = count * best_of;
  if (choices <= maxPrompts) return;
  throw unprocessableContent({
    ...(count > maxPrompts || best_of === 1
      ? {
          loc: ["body", "prompt"],
          value: prompt,
          message: `has ${count} prompts, but this deployment takes at most ${maxPrompts}`,
          advice: "Send them in several requests.",
        }
      : {
          loc: ["body", best_of > n ? "best_of" : "n"],
          value: best_of,
          message: `asks for ${choices} choices, but this deployment generates at most ${maxPrompts}`,
          advice: "Lower it.",
        }),
    code: "parameter_not_supported",
  });
}

/**
 * Fits a request's parameters to its deployment. A parameter at its default always passes, because many clients send every
 * parameter.
 *
 * @throws HttpError 422 `parameter_not_supported` for one that the deployment does not support, unless the request says to
 * leave such parameters out.
 */
export function fitParameters(
  { unsupported }: Pick<Deployment, "unsupported">,
  { defaults }: Pick<Face, "defaults">,
  { parameters, dropsUnsupported }: Pick<ReadRequest, "parameters" | "dropsUnsupported">,
): CreateCompletionRequestWithDefaults {
  let fitted = parameters;
  for (const name of unsupported) {
    const value = parameters[name];
    if (value === undefined || value === defaults[name]) continue;
    if (!dropsUnsupported && !isDefault(value, name === "best_of" ? parameters.n : defaults[name])) {
      throw unprocessableContent({
        loc: ["body", name],
        value,
        message: "is not supported by this deployment's model",
        advice: "Leave it out.",
        code: "parameter_not_supported",
      });
    }
    const { [name]: _, ...others } = fitted;
    fitted = { ...defaults, ...others };
  }
  return fitted;
}

function isDefault(value: unknown, byDefault: unknown): boolean {
  // An empty text, list or mapping means the same as none.
  const isEmpty =
    value === "" || (typeof value === "object" && value !== null && Object.keys(value).length === 0);
  return value === byDefault || isEmpty;
}

/** More bytes than any tokenizer puts into one token of ordinary text, code and tables included. */
const mostBytesPerToken = 8;

/**
 * Checks a prompt and its completion against the length of the model's context. Only the engine can count a text's tokens,
 * and most refuse a text that is too long. Some cut it silently, so a text that is certainly too long is refused here.
 *
 * @throws HttpError 400 `context_length_exceeded`.
 */
export function checkContextLength(
  { contextLength = Number.POSITIVE_INFINITY }: Pick<Deployment, "contextLength">,
  { prompts, maxTokens }: { readonly prompts: readonly ListedPrompt[]; readonly maxTokens: number },
): void {
  if (contextLength === Number.POSITIVE_INFINITY) return;
  const promptTokens = prompts.reduce((most, { prompt }) => Math.max(most, leastTokens(prompt)), 0);
  if (promptTokens + maxTokens <= contextLength) return;
  throw contextLengthExceeded({ promptTokens, maxTokens, contextLength });
}

function leastTokens(prompt: ListedPrompt["prompt"]): number {
  return typeof prompt === "string"
    ? Math.ceil(Buffer.byteLength(prompt) / mostBytesPerToken)
    : prompt.length;
}
