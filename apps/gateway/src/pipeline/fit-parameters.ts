import { type ExtraParametersPolicy, unprocessableContent } from "@completions-api/protocol";
import {
  applyCreateCompletionRequestDefaults,
  type CreateCompletionRequestWithDefaults,
} from "@completions-api/validators";
import type { Deployment } from "../deployment.ts";

const defaults = applyCreateCompletionRequestDefaults({ prompt: "" });

/**
 * Fits a request's parameters to its deployment: under `ignore` those that it does not support are left out. One that says
 * nothing but its default is none, as many clients send them all.
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
    if (policy !== "ignore" && !saysNothing(value, defaults[name])) {
      throw unprocessableContent({
        loc: ["body", name],
        value,
        message: "is not supported by this deployment's model. Leave it out.",
        code: "parameter_not_supported",
      });
    }
    delete fitted[name];
  }
  return applyCreateCompletionRequestDefaults({ ...fitted, prompt: parameters.prompt });
}

function saysNothing(value: unknown, byDefault: unknown): boolean {
  // No stop sequences can be said in two ways.
  return value === byDefault || (Array.isArray(value) && value.length === 0);
}
