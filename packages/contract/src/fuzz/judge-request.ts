import * as completions from "@completions-api/validators";
import * as openai from "@completions-api/validators/openai";
import type { ExpectedError } from "../contract-case.ts";
import type { FaceName } from "../faces/face.ts";
import { isObject } from "../is-object.ts";
import { findBrokenRequestRules } from "./broken-request-rules.ts";
import type { HttpFuzzRequest } from "./fuzz-request.ts";

/** An error of the contract, without what every expectation has. */
export type Fault = Omit<ExpectedError, "outcome">;

/** Errors that any server may answer: a model need not support every parameter. */
const limits: readonly Fault[] = [{ code: "too_many_requests" }, { code: "parameter_not_supported" }];

/** Errors that a server may answer to a valid request: only it knows its model. */
const limitsOfModel: readonly Fault[] = [
  { code: "context_length_exceeded" },
  { code: "content_filter" },
  // The number of a token that the model does not have.
  { code: "invalid_parameter" },
];

/** The responses that the contract allows to a request. */
export interface Verdict {
  /** The faults of the request, of which a server reports any. If there is none, it must complete the prompts. */
  readonly faults: readonly Fault[];
  /** Errors that say that the server cannot complete it, whatever the faults. */
  readonly limits: readonly Fault[];
}

/**
 * Finds the responses that the contract allows to a request. They follow from the request alone.
 *
 * @param body - the request's body as JSON, or undefined if it is not JSON.
 */
export function judgeRequest(request: HttpFuzzRequest, body: unknown, face: FaceName): Verdict {
  const faults = [...findHeadFaults(request, face), ...findBodyFaults(request, body, face)];
  return { faults, limits: faults.length === 0 ? [...limits, ...limitsOfModel] : limits };
}

function* findHeadFaults(
  { method, path, query, headers }: HttpFuzzRequest,
  face: FaceName,
): Generator<Fault, void> {
  if (path !== "/completions") yield { code: "not_found" };
  if (method !== "POST") yield { code: "method_not_allowed" };
  if (!/^application\/json *(;|$)/i.test(headers["content-type"] ?? "application/json")) {
    yield { code: "unsupported_media_type" };
  }
  if (face === "openai") return;
  const parameters = new URLSearchParams(query);
  const values = [...parameters.keys()].map((name): [string, string | string[]] => {
    const all = parameters.getAll(name);
    return [name, all.length > 1 ? all : String(all[0])];
  });
  yield* toFaults(completions.validateCreateCompletionQuery(Object.fromEntries(values)), "invalid_query");
  yield* toFaults(completions.validateCreateCompletionHeaders(headers), "invalid_header");
  // No server has the deployments of generated requests.
  if (headers["azureml-model-deployment"] !== undefined) yield { code: "not_found" };
}

function* toFaults(validation: completions.Validation<unknown>, code: Fault["code"]): Generator<Fault, void> {
  if (validation.valid) return;
  for (const { loc } of validation.problems)
    yield code === "invalid_parameter" ? { code, loc } : { code, param: String(loc[1]) };
}

function* findBodyFaults(
  { headers }: HttpFuzzRequest,
  body: unknown,
  face: FaceName,
): Generator<Fault, void> {
  if (body === undefined) return yield { code: "invalid_json" };
  const { validateCreateCompletionRequest, createCompletionRequestParameters } =
    face === "openai" ? openai : completions;
  yield* toFaults(validateCreateCompletionRequest(body), "invalid_parameter");
  if (!isObject(body)) return;
  // No server has the models of generated requests.
  if (face === "openai" && typeof body.model === "string") yield { code: "not_found", param: "model" };
  for (const name of findBrokenRequestRules(body, face))
    yield { code: "invalid_parameter", loc: ["body", name] };
  const refusesExtras =
    face === "openai" || !["ignore", "drop", "pass-through"].includes(headers["extra-parameters"] ?? "error");
  const extras = Object.keys(body).filter(
    (name) => !createCompletionRequestParameters.some((known) => known === name),
  );
  if (refusesExtras && extras.length > 0) yield { code: "extra_parameters_not_allowed" };
}
