import {
  contextLengthExceeded,
  type ExtraParametersPolicy,
  type ListedPrompt,
  unprocessableContent,
} from "@completions-api/protocol";
import type { Prompt } from "@completions-api/types";
import {
  applyCreateCompletionRequestDefaults,
  type CreateCompletionRequestWithDefaults,
} from "@completions-api/validators";
import type { Deployment } from "./deployment.ts";

/**
 * Limits the number of prompts in a request: a body has room for 300,000, and each becomes a choice.
 *
 * @param count - the number of prompts in `prompt`.
 * @throws HttpError 422 `parameter_not_supported` for more than the deployment takes.
 */
export function limitPrompts(
  { maxPrompts = Number.POSITIVE_INFINITY }: Pick<Deployment, "maxPrompts">,
  count: number,
  prompt: Prompt,
): void {
  if (count <= maxPrompts) return;
  throw unprocessableContent({
    loc: ["body", "prompt"],
    value: prompt,
    message: `has ${count} prompts, but this deployment takes at most ${maxPrompts}`,
    advice: "Send them in several requests.",
    code: "parameter_not_supported",
  });
}

const defaults = applyCreateCompletionRequestDefaults({ prompt: "" });

/**
 * Fits a request's parameters to its deployment. Under `ignore`, unsupported parameters are left out. A parameter at its
 * default always passes, because many clients send every parameter.
 *
 * @throws HttpError 422 `parameter_not_supported` under another policy.
 */
export function fitParameters(
  { unsupported }: Pick<Deployment, "unsupported">,
  parameters: CreateCompletionRequestWithDefaults,
  policy: ExtraParametersPolicy,
): CreateCompletionRequestWithDefaults {
  const fitted: Partial<CreateCompletionRequestWithDefaults> = { ...parameters };
  for (const name of unsupported) {
    const value = parameters[name];
    if (policy !== "ignore" && !isDefault(value, defaults[name])) {
      throw unprocessableContent({
        loc: ["body", name],
        value,
        message: "is not supported by this deployment's model",
        advice: "Leave it out.",
        code: "parameter_not_supported",
      });
    }
    delete fitted[name];
  }
  return applyCreateCompletionRequestDefaults({ ...fitted, prompt: parameters.prompt });
}

function isDefault(value: unknown, byDefault: unknown): boolean {
  // An empty list of stop sequences means the same as none.
  return value === byDefault || (Array.isArray(value) && value.length === 0);
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
