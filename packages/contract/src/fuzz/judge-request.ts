import type { FaceName } from "../faces/face.ts";
import { isObject } from "../is-object.ts";
import { findBodyFaults } from "../request-faults/body-faults.ts";
import type { Fault } from "../request-faults/fault.ts";
import { findHeadFaults } from "../request-faults/head-faults.ts";
import type { HttpFuzzRequest } from "./fuzz-request.ts";

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
  const headers = { "content-type": "application/json", ...request.headers };
  const faults = [
    ...findUnknownNames(request, body, face),
    ...findHeadFaults({ ...request, headers }, face),
    ...(body === undefined ? [{ code: "invalid_json" } as const] : findBodyFaults(body, headers, face)),
  ];
  return { faults, limits: faults.length === 0 ? [...limits, ...limitsOfModel] : limits };
}

/** Lists what no server has: the paths, the deployments and the models of generated requests. */
function findUnknownNames({ path, headers }: HttpFuzzRequest, body: unknown, face: FaceName): Fault[] {
  const isOfOpenAI = face === "openai";
  const hasDeployment = !isOfOpenAI && headers["azureml-model-deployment"] !== undefined;
  const hasModel = isOfOpenAI && isObject(body) && typeof body.model === "string";
  return [
    ...(path !== "/completions" || hasDeployment ? [{ code: "not_found" } as const] : []),
    ...(hasModel ? [{ code: "not_found", param: "model" } as const] : []),
  ];
}
