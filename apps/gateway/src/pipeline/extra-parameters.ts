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

/** How deeply lists and objects may be nested in each other. Far beyond that there is no writing them as JSON any more. */
const mostLevels = 100;

/**
 * Does with extra parameters what the request's head says.
 *
 * @throws HttpError 400 `extra_parameters_not_allowed`; 422 where `model` is taken, but no string, and where one that is passed
 * on is nested too deeply.
 */
export function sortExtraParameters(
  { extraParameters }: RequestHead,
  extra: SplitParameters["extra"],
  compatibility: Pick<Compatibility, "model">,
): ExtraParameters {
  if (!compatibility.model || !("model" in extra)) return { extra: applyPolicy(extraParameters, extra) };
  const { model, ...others } = extra;
  if (typeof model !== "string") {
    throw unprocessableContent({ loc: ["body", "model"], value: model, message: "must be a string" });
  }
  return { extra: applyPolicy(extraParameters, others), model };
}

function applyPolicy(
  policy: RequestHead["extraParameters"],
  extra: SplitParameters["extra"],
): SplitParameters["extra"] {
  const passed = applyExtraParametersPolicy(policy, extra);
  for (const [name, value] of Object.entries(passed)) {
    if (!isNestedDeeper(value, mostLevels)) continue;
    const message = `must not be nested deeper than ${mostLevels} levels.`;
    throw unprocessableContent({ loc: ["body", name], value, message, code: "parameter_not_supported" });
  }
  return passed;
}

function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isNestedDeeper(inner, levels - 1));
}
