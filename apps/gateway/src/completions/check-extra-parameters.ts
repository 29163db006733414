import { type HttpError, unprocessableContent } from "@completions-api/protocol";
import type { Deployment } from "./deployment.ts";
import type { ReadRequest } from "./face.ts";

/** Extra parameters that the gateway answers itself, because OpenAI's clients send them. They never reach an engine. */
const answered = new Set(["model", "stream_options"]);

/**
 * Checks that all extra parameters may pass to a deployment's engine.
 *
 * @throws HttpError 422 `parameter_not_supported` for the first one that may not.
 */
export function checkExtraParameters(
  { extraParameters }: Pick<Deployment, "extraParameters">,
  { extra, parameters, asksForBest }: Pick<ReadRequest, "extra" | "parameters" | "asksForBest">,
): void {
  if (extraParameters === undefined) return;
  for (const name in extra) {
    if (!extraParameters.has(name) && !answered.has(name)) throw notAccepted(name, extra[name]);
  }
  // It costs the engine up to twenty completions, of which the caller gets one.
  if (asksForBest && !extraParameters.has("best_of")) throw notAccepted("best_of", parameters.best_of);
}

function notAccepted(name: string, value: unknown): HttpError {
  return unprocessableContent({
    loc: ["body", name],
    value,
    message: "is not among the extra parameters that this deployment accepts",
    advice: "Leave it out, or ask the operator to add it to the deployment's `extraParameters`.",
    code: "parameter_not_supported",
  });
}
