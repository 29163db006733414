import { createCompletionRequestParameters } from "@completions-api/validators";
import { isOverriding } from "../../../is-overriding.ts";
import type { GenerationRequest } from "../../backend.ts";
import type { Dialect } from "../dialect.ts";
import { notSupported } from "../errors/not-supported.ts";
import { isStreamed } from "./is-streamed.ts";
import { listOpenAIParameters, listParameters } from "./parameters.ts";
import { toPrompt } from "./prompts.ts";

/** A request in a server's dialect. */
export interface UpstreamRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** True if the server is asked for a stream. */
  readonly stream: boolean;
}

/** A request on its way to a server: as the gateway has it, and as the server gets it. */
export interface UpstreamCall {
  readonly request: GenerationRequest;
  readonly sent: UpstreamRequest;
  readonly dialect: Dialect;
  /** Aborted when the completion is no longer wanted. */
  readonly signal: AbortSignal;
  /** Called if the server sent more text than `max_tokens` can be, so that the rest was cut off. */
  readonly onCut?: ((request: GenerationRequest) => void) | undefined;
}

/** Fixed parts of all requests to a server. */
export interface UpstreamIdentity {
  /** The body's `model`. Servers with a single model do without. */
  readonly model?: string;
  /** The server's deployment, if the server speaks this contract. By default the server's default. */
  readonly deployment?: string;
  /** An API key or token. */
  readonly credential?: string;
}

/**
 * Writes a request in a server's dialect. Sends every known parameter, because servers have defaults of their own, and lets
 * no extra parameter override one.
 *
 * @throws HttpError 422 `parameter_not_supported` for a prompt or `max_tokens` that the server cannot take.
 */
export function toUpstreamRequest(
  request: GenerationRequest,
  dialect: Dialect,
  { model, deployment, credential }: UpstreamIdentity,
): UpstreamRequest {
  const { extra, trace, user } = request;
  const {
    contract,
    streamUsage,
    unsupported,
    leftOutAt = {},
    neutralSamplers,
    fixed,
    leastTokens = 0,
  } = dialect;
  if (request.maxTokens < leastTokens) {
    const message = "must be at least 1 for this deployment's model";
    throw notSupported({ loc: ["body", "max_tokens"], value: request.maxTokens, message });
  }
  const stream = isStreamed(request, dialect);
  const body: Record<string, unknown> = { ...extra };
  for (const name in extra) if (isOverriding(name)) delete body[name];
  for (const name in neutralSamplers) body[name] ??= neutralSamplers[name];
  if (!contract && model !== undefined) body.model = model;
  body.prompt = toPrompt(request.prompts, dialect);
  for (const [name, value] of [...listParameters(request, dialect), ...listOpenAIParameters(request)]) {
    if (value !== undefined && !unsupported.has(name) && leftOutAt[name] !== value) body[name] = value;
  }
  body.stream = stream;
  if (user !== undefined) body.user = user;
  if (stream && streamUsage === "asked") body.stream_options = { include_usage: true };
  return {
    headers: {
      ...trace,
      "content-type": "application/json",
      ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
      ...(contract && hasExtraParameters(body) && { "extra-parameters": "pass-through" }),
      ...(contract && deployment !== undefined && { "azureml-model-deployment": deployment }),
    },
    body: Object.assign(body, fixed),
    stream,
  };
}

// Widened to strings, so that any name can be looked up.
const knownNames: readonly string[] = createCompletionRequestParameters;

function hasExtraParameters(body: object): boolean {
  return Object.keys(body).some((name) => !knownNames.includes(name));
}
