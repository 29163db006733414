import type { CreateCompletionRequest, ExtraParameters } from "@completions-api/types";
import { createCompletionRequestParameters } from "@completions-api/validators";
import { otherError } from "../errors/other-error.ts";

/** What becomes of extra parameters: the header `extra-parameters`, its two spellings of `ignore` made one. */
export type ExtraParametersPolicy = Exclude<ExtraParameters, "drop">;

/** A body, taken apart. */
export interface SplitParameters {
  /** The properties that the spec names. */
  readonly known: CreateCompletionRequest;
  /** The others. It has no prototype, so that looking up a name in it finds nothing but a parameter. */
  readonly extra: Readonly<Record<string, unknown>>;
}

// Not a set: bundlers would keep its making, and the names, in a client that never splits anything.
const knownNames: readonly string[] = createCompletionRequestParameters;

/** Tells a valid body's known parameters from its extra ones. */
export function splitExtraParameters(body: CreateCompletionRequest): SplitParameters {
  const known = { ...body };
  const extra: Record<string, unknown> = Object.create(null);
  for (const name of Object.keys(body)) {
    if (knownNames.includes(name)) continue;
    extra[name] = known[name];
    delete known[name];
  }
  return { known, extra };
}

/**
 * The extra parameters to hand to the model: all of them under `pass-through`, none under `ignore`.
 *
 * @throws HttpError 400 `extra_parameters_not_allowed` where there are any under `error`. It names them, the first
 * 20 of many, and never their values.
 */
export function applyExtraParametersPolicy(
  policy: ExtraParametersPolicy,
  extra: SplitParameters["extra"],
): SplitParameters["extra"] {
  if (policy === "pass-through") return extra;
  const [first, ...others] = Object.keys(extra);
  if (policy === "error" && first !== undefined) {
    throw otherError(
      "extra_parameters_not_allowed",
      `Extra parameters are not allowed: ${listNames([first, ...others])}. ` +
        "Leave them out, or send the header extra-parameters with `ignore` or `pass-through`.",
      { param: shorten(first) },
    );
  }
  return Object.create(null);
}

const mostNames = 20;
const longestName = 64;

function listNames(names: readonly string[]): string {
  const listed = names.slice(0, mostNames).map((name) => {
    const short = shorten(name);
    return /^[\w.-]+…?$/.test(short) ? short : JSON.stringify(short);
  });
  const rest = names.length - listed.length;
  return listed.join(", ") + (rest > 0 ? ` and ${rest} more` : "");
}

/** A name is the caller's to choose, and may be as long as a body. */
function shorten(name: string): string {
  const start = Array.from(name.slice(0, 2 * longestName + 2));
  return start.length > longestName ? `${start.slice(0, longestName).join("")}…` : name;
}
