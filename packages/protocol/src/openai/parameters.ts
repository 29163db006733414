import {
  applyCreateCompletionRequestDefaults,
  type CreateCompletionRequestWithDefaults,
  createCompletionRequestParameters,
  validateCreateCompletionRequest,
} from "@completions-api/validators/openai";
import { otherError } from "../errors/other-error.ts";
import { parameterName, shortenName } from "../errors/quote-name.ts";
import { errorFromProblem } from "../errors/to-http-error.ts";
import { unprocessableContent } from "../errors/unprocessable-content.ts";
import type { ExtraParametersPolicy } from "../request/extra-parameters.ts";

/** The parameters of a request of OpenAI's clients. */
export interface OpenAIParameters {
  /** The parameters that the spec names, defaults applied. */
  readonly parameters: CreateCompletionRequestWithDefaults;
  /** The extra parameters to pass to the model, if any. The object has no prototype. */
  readonly extra: Readonly<Record<string, unknown>>;
}

const knownNames: readonly string[] = createCompletionRequestParameters;

/**
 * Validates the body of a request of OpenAI's clients, and applies the defaults.
 *
 * @param body - the parsed JSON.
 * @param policy - what to do with parameters that the spec does not name. OpenAI refuses them, so this is the default.
 * @throws HttpError for the first fault.
 */
export function readOpenAIParameters(
  body: unknown,
  policy: ExtraParametersPolicy = "error",
): OpenAIParameters {
  const validation = validateCreateCompletionRequest(body);
  if (!validation.valid) throw errorFromProblem(validation.problems[0]);
  const known = { ...validation.value };
  const extra: Record<string, unknown> = Object.create(null);
  for (const name of Object.keys(known)) {
    if (knownNames.includes(name)) continue;
    if (policy === "error") throw unknownParameter(name);
    if (policy === "pass-through") extra[name] = Object(known)[name];
    Reflect.deleteProperty(known, name);
  }
  const parameters = applyCreateCompletionRequestDefaults(known);
  checkRules(parameters);
  return { parameters, extra };
}

function unknownParameter(name: string): Error {
  return otherError("extra_parameters_not_allowed", `Unknown parameter ${parameterName(name)}`, {
    advice: "Remove it.",
    param: shortenName(name),
  });
}

/** Checks the rules about single requests that no schema can state. */
function checkRules(parameters: CreateCompletionRequestWithDefaults): void {
  const { max_tokens, echo, n, best_of, stream, stream_options, logit_bias } = parameters;
  const refuse = (name: keyof CreateCompletionRequestWithDefaults, message: string): Error =>
    unprocessableContent({ loc: ["body", String(name)], value: parameters[name], message });
  if (max_tokens === 0 && !echo) throw refuse("max_tokens", "must be at least 1, unless `echo` is true");
  if (best_of !== undefined && best_of < n) throw refuse("best_of", `must be at least \`n\`, which is ${n}`);
  if (best_of !== undefined && best_of > n && stream)
    throw refuse("best_of", "must not be greater than `n` in a stream");
  if (stream_options !== undefined && !stream)
    throw refuse("stream_options", "must only be sent with `stream: true`");
  for (const key of Object.keys(logit_bias ?? {})) {
    if (!/^\d{1,9}$/.test(key)) throw refuse("logit_bias", "must have the numbers of tokens as its keys");
  }
}
