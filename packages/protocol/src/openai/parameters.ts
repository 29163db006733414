import {
  applyCreateCompletionRequestDefaults,
  type CreateCompletionRequestWithDefaults,
  createCompletionRequestParameters,
  validateCreateCompletionRequest,
} from "@completions-api/validators/openai";
import { otherError } from "../errors/other-error.ts";
import { shortenName } from "../errors/quote-name.ts";
import { errorFromProblem } from "../errors/to-http-error.ts";
import { type ExtraParametersPolicy, listNames, splitByName } from "../request/extra-parameters.ts";
import { checkRules } from "./rules.ts";

/** The parameters of a request of OpenAI's clients. */
export interface OpenAIParameters {
  /** The parameters that the spec names, defaults applied. */
  readonly parameters: CreateCompletionRequestWithDefaults;
  /** The extra parameters to pass to the model, if any. The object has no prototype. */
  readonly extra: Readonly<Record<string, unknown>>;
}

/**
 * Validates the body of a request of OpenAI's clients, and applies the defaults.
 *
 * @param body - the parsed JSON.
 * @param policy - what to do with parameters that the spec does not name. OpenAI refuses them, so this is the default.
 * @throws HttpError for the first fault: a wrong parameter, an extra one, or a rule that the spec states in `x-rules`.
 */
export function readOpenAIParameters(
  body: unknown,
  policy: ExtraParametersPolicy = "error",
): OpenAIParameters {
  const validation = validateCreateCompletionRequest(body);
  if (!validation.valid) throw errorFromProblem(validation.problems[0]);
  const { known, extra } = splitByName(validation.value, createCompletionRequestParameters);
  if (policy === "error") refuse(Object.keys(extra));
  const parameters = applyCreateCompletionRequestDefaults(known);
  checkRules(parameters);
  return { parameters, extra: policy === "pass-through" ? extra : Object.create(null) };
}

function refuse([first, ...others]: readonly string[]): void {
  if (first === undefined) return;
  const several = others.length > 0;
  throw otherError(
    "extra_parameters_not_allowed",
    `Unknown parameter${several ? "s" : ""} ${listNames([first, ...others])}`,
    { advice: several ? "Remove them." : "Remove it.", param: shortenName(first) },
  );
}
