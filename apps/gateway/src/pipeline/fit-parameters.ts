import {
  contextLengthExceeded,
  type ExtraParametersPolicy,
  listPrompts,
  unprocessableContent,
} from "@completions-api/protocol";
import {
  applyCreateCompletionRequestDefaults,
  type CreateCompletionRequestWithDefaults,
} from "@completions-api/validators";
import type { Deployment } from "../deployment.ts";
import { estimateTokens } from "./estimate-tokens.ts";

const defaults = applyCreateCompletionRequestDefaults({ prompt: "" });

/**
 * Fits a request's parameters to its deployment: one that is not supported goes back to its default under `ignore`.
 *
 * @throws ApiError 422 `parameter_not_supported` under another policy; 400 `context_length_exceeded` where a prompt that
 * comes as tokens is too long. Texts only the engine can count.
 */
export function fitParameters(
  { unsupported, contextLength }: Deployment,
  parameters: CreateCompletionRequestWithDefaults,
  policy: ExtraParametersPolicy,
): CreateCompletionRequestWithDefaults {
  if (contextLength !== undefined) checkContextLength(contextLength, parameters);
  const fitted = { ...parameters };
  for (const name of unsupported) {
    const value = parameters[name];
    if (value === undefined || value === defaults[name]) continue;
    if (policy !== "ignore") {
      throw unprocessableContent({
        loc: ["body", name],
        value,
        message: "is not supported by this deployment's model. Leave it out.",
        code: "parameter_not_supported",
      });
    }
    Object.assign(fitted, { [name]: defaults[name] });
  }
  return fitted;
}

function checkContextLength(contextLength: number, parameters: CreateCompletionRequestWithDefaults): void {
  const maxTokens = parameters.max_tokens;
  for (const listed of listPrompts(parameters.prompt)) {
    const promptTokens = typeof listed.prompt === "string" ? 0 : estimateTokens([listed]);
    if (promptTokens + maxTokens > contextLength) {
      throw contextLengthExceeded({ promptTokens, maxTokens, contextLength });
    }
  }
}
