import { type ListedPrompt, unprocessableContent } from "@completions-api/protocol";
import type { GenerationRequest, OptionalParameter } from "../backend.ts";
import type { Dialect } from "./dialect.ts";

/** A request in a server's dialect. */
export interface UpstreamRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A request on its way to a server: as the gateway has it, and as the server gets it. */
export interface UpstreamCall {
  readonly request: GenerationRequest;
  readonly sent: UpstreamRequest;
  readonly dialect: Dialect;
  /** Aborted when the completion is no longer wanted. */
  readonly signal: AbortSignal;
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
 * @throws HttpError 422 `parameter_not_supported` for a prompt that the server cannot take, or for more choices than prompts.
 */
export function toUpstreamRequest(
  request: GenerationRequest,
  dialect: Dialect,
  { model, deployment, credential }: UpstreamIdentity,
): UpstreamRequest {
  const { extra, stream, trace } = request;
  const { contract, streamUsage, unsupported, leftOutAt = {}, overriding = [], fixed } = dialect;
  if ((extra.n ?? 1) !== 1)
    throw notSupported(["body", "n"], extra.n, "must be 1, because each prompt has one choice");

  const body: Record<string, unknown> = { ...extra };
  // The gateway asks for the usage itself, and puts it in its own place.
  for (const name of ["stream_options", ...overriding]) delete body[name];
  if (!contract && model !== undefined) body.model = model;
  body.prompt = toPrompt(request.prompts, dialect);
  for (const [name, value] of listParameters(request, dialect)) {
    if (value !== undefined && !unsupported.has(name) && leftOutAt[name] !== value) body[name] = value;
  }
  if (stream && streamUsage === "asked") body.stream_options = { include_usage: true };
  return {
    headers: {
      ...trace,
      "content-type": "application/json",
      ...(credential !== undefined && { authorization: `Bearer ${credential}` }),
      ...(contract && Object.keys(extra).length > 0 && { "extra-parameters": "pass-through" }),
      ...(contract && deployment !== undefined && { "azureml-model-deployment": deployment }),
    },
    body: Object.assign(body, fixed),
  };
}

function toPrompt(prompts: readonly ListedPrompt[], { tokenPrompts, emptyPrompts }: Dialect): unknown {
  for (const { prompt, loc } of prompts) {
    if (typeof prompt !== "string" && !tokenPrompts) {
      throw notSupported(loc, prompt, "must be text, because this deployment's model does not take tokens");
    }
    if (prompt === "" && !emptyPrompts) {
      throw notSupported(loc, prompt, "must not be empty for this deployment's model");
    }
  }
  const [first, ...others] = prompts.map(({ prompt }) => prompt);
  // Some servers treat an empty text or the single token 0 as a missing prompt, but not within a list.
  return typeof first === "string" && first !== "" && others.length === 0 ? first : [first, ...others];
}

function listParameters(request: GenerationRequest, { seeds }: Dialect): [OptionalParameter, unknown][] {
  const { temperature, topP, stop, seed } = request;
  // Most servers refuse a `top_p` of 0, or read it as 1. A temperature of 0 chooses the same tokens; with it, `top_p` must be
  // 1, because TGI samples at any other value.
  const isGreedy = temperature === 0 || topP === 0;
  return [
    ["max_tokens", request.maxTokens],
    ["temperature", isGreedy ? 0 : temperature],
    ["top_p", isGreedy ? 1 : topP],
    ["frequency_penalty", request.frequencyPenalty],
    ["presence_penalty", request.presencePenalty],
    ["stop", stop.length > 0 ? stop : undefined],
    ["seed", seed !== undefined && seeds !== undefined ? wrapSeed(seed, seeds) : seed],
    ["stream", request.stream],
  ];
}

function wrapSeed(seed: number, seeds: number): number {
  const remainder = seed % seeds;
  return remainder < 0 ? remainder + seeds : remainder;
}

function notSupported(loc: readonly string[], value: unknown, message: string): Error {
  return unprocessableContent({ loc, value, message, code: "parameter_not_supported" });
}
