import type { CancellationSignal } from "@completions-api/http";
import { createCompletionRequestParameters } from "@completions-api/validators";
import { isOverriding } from "../../../is-overriding.ts";
import type { GenerationRequest } from "../../backend.ts";
import type { Dialect } from "../dialect.ts";
import { notSupported } from "../errors/not-supported.ts";
import { isStreamed } from "./is-streamed.ts";
import { toContractParameters, toOtherParameters } from "./parameters.ts";
import { toPrompt } from "./prompts.ts";

/** A request in a server's dialect. */
export interface UpstreamRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** Properties that are undefined are not sent. */
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
  readonly signal: CancellationSignal;
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
  const { contract, streamUsage, unsupported, neutralSamplers, fixed, leastTokens = 0 } = dialect;
  if (request.maxTokens < leastTokens) {
    const message = "must be at least 1 for this deployment's model";
    throw notSupported({ loc: ["body", "max_tokens"], value: request.maxTokens, message });
  }
  const stream = isStreamed(request, dialect);
  const ours = toContractParameters(request, dialect);
  const others = toOtherParameters(request);
  // One literal with all names: V8 creates it and writes it as JSON several times as fast as one that grows.
  const body: Record<string, unknown> = {
    model: contract ? undefined : model,
    prompt: toPrompt(request.prompts, dialect),
    max_tokens: ours.max_tokens,
    temperature: ours.temperature,
    top_p: ours.top_p,
    frequency_penalty: ours.frequency_penalty,
    presence_penalty: ours.presence_penalty,
    stop: ours.stop,
    seed: ours.seed,
    n: others.n,
    best_of: others.best_of,
    echo: others.echo,
    logprobs: others.logprobs,
    logit_bias: others.logit_bias,
    suffix: others.suffix,
    stream,
    user,
    stream_options: stream && streamUsage === "asked" ? usageOptions : undefined,
  };
  for (const name of unsupported) body[name] = undefined;
  // Names of known parameters, which TypeScript takes for any text.
  for (const name in dialect.leftOutAt)
    if (body[name] === Reflect.get(dialect.leftOutAt, name)) body[name] = undefined;
  for (const name in extra) if (!isOverriding(name)) addProperty(body, name, extra[name]);
  for (const name in neutralSamplers) body[name] ??= neutralSamplers[name];
  for (const name in fixed) body[name] = fixed[name];
  const headers: Record<string, string> = {
    ...trace,
    // Compression would only delay events.
    "accept-encoding": "identity",
    "content-type": "application/json",
  };
  if (credential !== undefined) headers.authorization = `Bearer ${credential}`;
  if (contract && hasExtraParameters(body)) headers["extra-parameters"] = "pass-through";
  if (contract && deployment !== undefined) headers["azureml-model-deployment"] = deployment;
  return { headers, body, stream };
}

/** Adds or replaces a property. Its name may be `__proto__`, and to assign that would set the object's prototype. */
function addProperty(body: object, name: string, value: unknown): void {
  Object.defineProperty(body, name, { value, configurable: true, enumerable: true, writable: true });
}

const usageOptions = { include_usage: true };

// Widened to strings, so that any name can be looked up.
const knownNames: readonly string[] = createCompletionRequestParameters;

function hasExtraParameters(body: object): boolean {
  return Object.entries(body).some(([name, value]) => value !== undefined && !knownNames.includes(name));
}
