import type { RequestHeaders } from "@completions-api/protocol";
import * as completions from "@completions-api/validators";
import * as openai from "@completions-api/validators/openai";
import type { FaceName } from "../faces/face.ts";
import { isObject } from "../is-object.ts";
import { findBrokenRules } from "./broken-rules.ts";
import type { Fault } from "./fault.ts";

/** Lists the faults of a request's body, which is JSON. A server may report any of them, not only the first. */
export function findBodyFaults(body: unknown, headers: RequestHeaders, face: FaceName): Fault[] {
  const { validateCreateCompletionRequest } = face === "openai" ? openai : completions;
  const validation = validateCreateCompletionRequest(body);
  const locs = [
    ...(validation.valid ? [] : validation.problems.map(({ loc }) => loc)),
    ...(isObject(body) ? findBrokenRules(body, face).map((name) => ["body", name]) : []),
  ];
  const isRefused = refusesExtras(headers, face) && findExtraParameters(body, face).length > 0;
  return [
    ...locs.map((loc) => ({ code: "invalid_parameter", loc }) as const),
    ...(isRefused ? [{ code: "extra_parameters_not_allowed" } as const] : []),
  ];
}

/** Lists the parameters of a body that the spec of the face does not name. */
export function findExtraParameters(body: unknown, face: FaceName): string[] {
  const { createCompletionRequestParameters } = face === "openai" ? openai : completions;
  const known: readonly string[] = createCompletionRequestParameters;
  return isObject(body) ? Object.keys(body).filter((name) => !known.includes(name)) : [];
}

function refusesExtras(headers: RequestHeaders, face: FaceName): boolean {
  if (face === "openai") return true;
  const validation = completions.validateCreateCompletionHeaders(headers);
  if (!validation.valid) return true;
  const { "extra-parameters": policy } = {
    ...completions.createCompletionHeaderDefaults,
    ...validation.value,
  };
  return policy === "error";
}
