import { type ListedPrompt, unprocessableContent } from "@completions-api/protocol";
import type { OptionalParameter } from "../../deployment.ts";
import type { GenerationRequest } from "../generate.ts";
import type { Dialect } from "./dialect.ts";

/** A request for an engine's server. */
export interface UpstreamRequest {
  /** Names are in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Readonly<Record<string, unknown>>;
}

/** What a server is told beside what is asked for. */
export interface UpstreamIdentity {
  /** The body's `model`; servers that have one model do without. */
  readonly model?: string;
  /** Where the server speaks this contract: its deployment, if not its default. */
  readonly deployment?: string;
  /** An API key or token. */
  readonly credential?: string;
}

/**
 * Puts what is asked for in a dialect's words. Known parameters are all there, since servers have defaults of their own,
 * and no extra parameter takes the place of one.
 *
 * @throws HttpError 422 `parameter_not_supported` for a prompt that the server cannot take, or more choices than prompts.
 */
export function toUpstreamRequest(
  request: GenerationRequest,
  dialect: Dialect,
  { model, deployment, credential }: UpstreamIdentity,
): UpstreamRequest {
  const { extra, stream, trace } = request;
  const { contract, streamUsage, unsupported, leftOutAt = {}, overriding = [], fixed } = dialect;
  if ((extra.n ?? 1) !== 1)
    throw notSupported(["body", "n"], extra.n, "must be 1: each prompt has one choice.");

  const body: Record<string, unknown> = { ...extra };
  // The gateway itself asks for the usage, and has a place of its own for it.
  for (const name of ["stream_options", ...overriding]) delete body[name];
  if (!contract && model !== undefined) body.model = model;
  body.prompt = readPrompts(request.prompts, dialect);
  for (const [name, value] of readParameters(request, dialect)) {
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

function readPrompts(prompts: readonly ListedPrompt[], { tokenPrompts, emptyPrompts }: Dialect): unknown {
  for (const { prompt, loc } of prompts) {
    if (typeof prompt !== "string" && !tokenPrompts) {
      throw notSupported(loc, prompt, "must be text: this deployment's model takes no tokens.");
    }
    if (prompt === "" && !emptyPrompts) {
      throw notSupported(loc, prompt, "must not be empty for this deployment's model.");
    }
  }
  const [first, ...others] = prompts.map(({ prompt }) => prompt);
  // Some servers take an empty text, or the token 0 on its own, for none, but not in a list.
  return typeof first === "string" && first !== "" && others.length === 0 ? first : [first, ...others];
}

function readParameters(request: GenerationRequest, { seeds }: Dialect): [OptionalParameter, unknown][] {
  const { temperature, topP, stop, seed } = request;
  // Most servers refuse a `top_p` of 0, or take it for 1. Without temperature the same tokens are chosen; there TGI takes
  // any `top_p` for a wish to sample.
  const isGreedy = temperature === 0 || topP === 0;
  return [
    ["max_tokens", request.maxTokens],
    ["temperature", isGreedy ? 0 : temperature],
    ["top_p", isGreedy ? 1 : topP],
    ["frequency_penalty", request.frequencyPenalty],
    ["presence_penalty", request.presencePenalty],
    ["stop", stop.length > 0 ? stop : undefined],
    ["seed", seed !== undefined && seeds !== undefined ? fold(seed, seeds) : seed],
    ["stream", request.stream],
  ];
}

function fold(seed: number, seeds: number): number {
  const rest = seed % seeds;
  return rest < 0 ? rest + seeds : rest;
}

function notSupported(loc: readonly string[], value: unknown, message: string): Error {
  return unprocessableContent({ loc, value, message, code: "parameter_not_supported" });
}
