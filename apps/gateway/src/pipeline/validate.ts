import { errorFromProblem, type SplitParameters, splitExtraParameters } from "@completions-api/protocol";
import { validateCreateCompletionRequest } from "@completions-api/validators";

/**
 * Holds a body against the spec.
 *
 * @throws HttpError 422 for the first thing that is wrong with it.
 */
export function validate(body: unknown): SplitParameters {
  const validation = validateCreateCompletionRequest(body);
  if (!validation.valid) throw errorFromProblem(validation.problems[0]);
  return splitExtraParameters(validation.value);
}
