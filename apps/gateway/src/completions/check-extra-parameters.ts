import { unprocessableContent } from "@completions-api/protocol";
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
  { extra }: Pick<ReadRequest, "extra">,
): void {
  if (extraParameters === undefined) return;
  for (const name in extra) {
    if (extraParameters.has(name) || answered.has(name)) continue;
    throw unprocessableContent({
      loc: ["body", name],
      value: extra[name],
      message: "is not among the extra parameters that this deployment accepts",
      advice: "Leave it out, or ask the operator to add it to the deployment's `extraParameters`.",
      code: "parameter_not_supported",
    });
  }
}
