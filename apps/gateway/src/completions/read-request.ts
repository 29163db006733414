import { readBody } from "@completions-api/http";
import {
  applyExtraParametersPolicy,
  checkContentType,
  type ExtraParametersPolicy,
  errorFromProblem,
  type ListedPrompt,
  listPrompts,
  parseJsonBody,
  type RequestHead,
  readRequestHead,
  type SplitParameters,
  splitExtraParameters,
  unprocessableContent,
} from "@completions-api/protocol";
import {
  apiVersion,
  applyCreateCompletionRequestDefaults,
  type CreateCompletionRequestWithDefaults,
  validateCreateCompletionRequest,
} from "@completions-api/validators";
import type { GatewayRequest } from "./gateway-request.ts";

/** Departures from the contract for clients of other APIs. */
export interface Compatibility {
  /** True if a body may have a `model`, which is then compared with the deployment's. */
  readonly model: boolean;
  /** True if `/v1/completions` is served too, where `api-version` may be missing. */
  readonly v1: boolean;
  /** The policy for requests without the header `extra-parameters`. By default the spec's. */
  readonly extraParameters?: ExtraParametersPolicy;
}

/** A request that is valid by the spec. */
export interface ReadRequest {
  readonly head: RequestHead;
  /** The known parameters with their defaults. */
  readonly parameters: CreateCompletionRequestWithDefaults;
  readonly prompts: readonly ListedPrompt[];
  /** The extra parameters for the engine. */
  readonly extra: SplitParameters["extra"];
  /** The body's `model`, if the gateway takes one. */
  readonly model?: string;
}

/** The deepest nesting of lists and objects in an extra parameter. Far beyond it, they cannot be written as JSON any more. */
const deepestNesting = 100;

/**
 * Reads a request and checks it against the spec.
 *
 * @throws HttpError for the first fault: 400 `invalid_query` or `invalid_header`, 413, 415, 400 `invalid_json`, 422, 400
 * `extra_parameters_not_allowed`.
 */
export async function readRequest(
  request: Pick<GatewayRequest, "message" | "url">,
  compatibility: Compatibility,
): Promise<ReadRequest> {
  const head = readHead(request, compatibility);
  const validation = validateCreateCompletionRequest(parseJsonBody(await readBody(request.message)));
  if (!validation.valid) throw errorFromProblem(validation.problems[0]);
  const { known, extra } = splitExtraParameters(validation.value);
  const parameters = applyCreateCompletionRequestDefaults(known);
  return {
    head,
    parameters,
    prompts: listPrompts(parameters.prompt),
    ...readExtraParameters(head, extra, compatibility),
  };
}

/** Reads the parts of a request that come before its body. */
function readHead(
  { message, url }: Pick<GatewayRequest, "message" | "url">,
  { extraParameters }: Compatibility,
): RequestHead {
  const headers = message.headersDistinct;
  const query = url.searchParams;
  // Clients of OpenAI's API do not send a version.
  if (url.pathname.startsWith("/v1/") && !query.has("api-version")) query.set("api-version", apiVersion);
  const head = readRequestHead({ query, headers });
  checkContentType(headers["content-type"]);
  return extraParameters !== undefined && headers["extra-parameters"] === undefined
    ? { ...head, extraParameters }
    : head;
}

/** Takes `model` out of the extra parameters if the gateway takes one, and applies the policy to the others. */
function readExtraParameters(
  { extraParameters }: RequestHead,
  extra: SplitParameters["extra"],
  compatibility: Compatibility,
): Pick<ReadRequest, "extra" | "model"> {
  if (!compatibility.model || !("model" in extra)) return { extra: applyPolicy(extraParameters, extra) };
  const { model, ...others } = extra;
  // Null is the same as leaving `model` out, as it is for the parameters of the spec.
  if (model === null) return { extra: applyPolicy(extraParameters, others) };
  if (typeof model !== "string") {
    throw unprocessableContent({ loc: ["body", "model"], value: model, message: "must be a string" });
  }
  return { extra: applyPolicy(extraParameters, others), model };
}

function applyPolicy(
  policy: ExtraParametersPolicy,
  extra: SplitParameters["extra"],
): SplitParameters["extra"] {
  const passed = applyExtraParametersPolicy(policy, extra);
  for (const [name, value] of Object.entries(passed)) {
    if (!isNestedDeeper(value, deepestNesting)) continue;
    const message = `must not be nested deeper than ${deepestNesting} levels`;
    throw unprocessableContent({ loc: ["body", name], value, message, code: "parameter_not_supported" });
  }
  return passed;
}

function isNestedDeeper(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((inner) => isNestedDeeper(inner, levels - 1));
}
