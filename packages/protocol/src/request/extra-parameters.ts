import type { CreateCompletionRequest, ExtraParameters } from "@completions-api/types";
import { createCompletionRequestParameters } from "@completions-api/validators";
import { otherError } from "../errors/other-error.ts";
import { parameterName, shortenName } from "../errors/quote-name.ts";

/** How to handle extra parameters: the `extra-parameters` header, with `drop` replaced by its synonym `ignore`. */
export type ExtraParametersPolicy = Exclude<ExtraParameters, "drop">;

/** A body's parameters, divided into known and extra ones. */
export interface SplitParameters {
  /** The parameters that the spec names. */
  readonly known: CreateCompletionRequest;
  /** All others. The object has no prototype, so looking up a name finds nothing but a parameter. */
  readonly extra: Readonly<Record<string, unknown>>;
}

const noParameters: SplitParameters["extra"] = /* @__PURE__ */ Object.freeze(
  /* @__PURE__ */ Object.create(null),
);

// A Set would end up in the bundle of every client, with all the names: bundlers do not drop `new Set`.
const knownNames: readonly string[] = createCompletionRequestParameters;

/** Divides the parameters of a valid body into known and extra ones. */
export function splitExtraParameters(body: CreateCompletionRequest): SplitParameters {
  return splitByName(body, knownNames);
}

/** Divides the properties of an object: the named ones and the others. Inherited properties are left out. */
export function splitByName<T extends object>(
  properties: T,
  names: readonly string[],
): { readonly known: T; readonly extra: SplitParameters["extra"] } {
  const known = { ...properties };
  const extraNames = Object.keys(known).filter((name) => !names.includes(name));
  // Most requests have no extra parameters, and an object without a prototype is slow to create.
  if (extraNames.length === 0) return { known, extra: noParameters };
  const extra: Record<string, unknown> = Object.create(null);
  for (const name of extraNames) {
    extra[name] = Reflect.get(known, name);
    Reflect.deleteProperty(known, name);
  }
  return { known, extra };
}

const advice = "Remove them, or set the extra-parameters header to `ignore` or `pass-through`.";

/**
 * Returns the extra parameters to pass to the model: all of them under `pass-through`, none under `ignore`.
 *
 * @param adviceUnderError - what a caller can do about the error.
 * @throws HttpError 400 `extra_parameters_not_allowed` if there are any under `error`. The message lists at most 20 names
 * and no values.
 */
export function applyExtraParametersPolicy(
  policy: ExtraParametersPolicy,
  extra: SplitParameters["extra"],
  adviceUnderError: string = advice,
): SplitParameters["extra"] {
  if (policy === "pass-through") return extra;
  const [first, ...others] = Object.keys(extra);
  if (policy === "error" && first !== undefined) {
    throw otherError(
      "extra_parameters_not_allowed",
      `Extra parameters are not allowed: ${listNames([first, ...others])}`,
      { advice: adviceUnderError, param: shortenName(first) },
    );
  }
  return noParameters;
}

const maxListedNames = 20;

/** Lists the names of parameters in a message: at most 20 of them. */
export function listNames(names: readonly string[]): string {
  const listed = names.slice(0, maxListedNames).map(parameterName);
  const rest = names.length - listed.length;
  return listed.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}
