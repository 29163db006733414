import {
  applyExtraParametersPolicy,
  type RequestHead,
  type SplitParameters,
  unprocessableContent,
} from "@completions-api/protocol";
import type { Compatibility } from "./negotiate.ts";

/** The extra parameters of a request, sorted. */
export interface ExtraParameters {
  /** For the engine. */
  readonly extra: SplitParameters["extra"];
  /** The `model` of the body, where the gateway takes one. */
  readonly model?: string;
}

/**
 * Does with extra parameters what the request's head says.
 *
 * @throws ApiError 400 `extra_parameters_not_allowed`; 422 where `model` is taken, but no string.
 */
export function sortExtraParameters(
  { extraParameters }: RequestHead,
  extra: SplitParameters["extra"],
  compatibility: Pick<Compatibility, "model">,
): ExtraParameters {
  if (!compatibility.model || !("model" in extra)) {
    return { extra: applyExtraParametersPolicy(extraParameters, extra) };
  }
  const { model, ...others } = extra;
  if (typeof model !== "string") {
    throw unprocessableContent({ loc: ["body", "model"], value: model, message: "must be a string" });
  }
  return { extra: applyExtraParametersPolicy(extraParameters, others), model };
}
