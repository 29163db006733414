import { type ListedPrompt, unprocessableContent } from "@completions-api/protocol";
import { createCompletionRequestParameters } from "@completions-api/validators";
import type { GenerationRequest, OptionalParameter } from "../../backend.ts";
import type { Dialect } from "../dialect.ts";

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
    overriding = [],
    neutralSamplers,
    fixed,
  } = dialect;
  const { leastTokens = 0 } = dialect;
  if (request.maxTokens < leastTokens) {
    throw notSupported(
      ["body", "max_tokens"],
      request.maxTokens,
      "must be at least 1 for this deployment's model",
    );
  }
  const stream = isStreamed(request, dialect);
  const body: Record<string, unknown> = { ...extra };
  // The gateway asks for the usage itself, and puts it in its own place.
  for (const name of ["stream_options", ...overriding]) delete body[name];
  for (const [name, value] of Object.entries(neutralSamplers ?? {})) body[name] ??= value;
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

/**
 * Returns whether to ask the server for a stream. A server notices in the middle of a stream that the caller has disconnected; in
 * any other response many only notice at the end.
 */
function isStreamed(request: GenerationRequest, dialect: Dialect): boolean {
  const { stream, maxTokens, n = 1, bestOf = n } = request;
  if (stream) return true;
  // The best of several choices is known only at the end, so it cannot be streamed; without tokens there is nothing to stop.
  if (dialect.stopsWithoutStream || bestOf > n || maxTokens === 0) return false;
  return !dialect.streamsPlainTextOnly || isForPlainText(request);
}

function isForPlainText({ prompts, n = 1, logprobs, echo, passesProperties }: GenerationRequest): boolean {
  const isOneChoice = prompts.length === 1 && n === 1;
  return isOneChoice && logprobs === undefined && echo !== true && passesProperties !== true;
}

// Widened to strings, so that any name can be looked up.
const knownNames: readonly string[] = createCompletionRequestParameters;

function hasExtraParameters(body: object): boolean {
  return Object.keys(body).some((name) => !knownNames.includes(name));
}

/** Lists the parameters of OpenAI's API that this contract does not know. Those that are undefined are at their defaults. */
export function listOpenAIParameters(request: GenerationRequest): [OptionalParameter, unknown][] {
  const { prompts, echo, logprobs } = request;
  // Only its tokens tell where the prompt ends in the text.
  const echoesTokens = echo === true && prompts.some(({ prompt }) => typeof prompt !== "string");
  const listed = logprobs ?? (echoesTokens ? 1 : undefined);
  return [
    ["n", request.n],
    ["best_of", request.bestOf],
    ["echo", echo],
    // Asked for none of the likeliest tokens, llama.cpp lists no tokens at all, and SGLang does not score an echoed prompt.
    ["logprobs", listed === 0 ? 1 : listed],
    ["logit_bias", request.logitBias],
    ["suffix", request.suffix],
  ];
}

function toPrompt(prompts: readonly ListedPrompt[], { tokenPrompts, emptyPrompts }: Dialect): unknown {
  for (const { prompt, loc } of prompts) {
    if (typeof prompt !== "string" && !tokenPrompts) {
      throw notSupported(loc, prompt, "must be text, because this deployment's model does not take tokens");
    }
    if (prompt === "" && !emptyPrompts) {
      throw notSupported(loc, prompt, "must not be empty for this deployment's model");
    }
    if (typeof prompt !== "string") checkTokens(prompt, loc);
  }
  const [first, ...others] = prompts.map(({ prompt }) => prompt);
  // Some servers treat an empty text or the single token 0 as a missing prompt, but not within a list.
  return typeof first === "string" && first !== "" && others.length === 0 ? first : [first, ...others];
}

/**
 * The largest 32-bit integer. Engines that read `max_tokens` and tokens into 32 bits make other numbers of larger ones:
 * llama.cpp generates 5 tokens for a `max_tokens` of 4294967301, and reads that token as token 5.
 */
const largest32Bits = 2 ** 31 - 1;

function checkTokens(tokens: readonly number[], loc: readonly string[]): void {
  const place = tokens.findIndex((token) => token > largest32Bits);
  if (place < 0) return;
  throw notSupported([...loc, String(place)], tokens[place], "is not a token of this deployment's model");
}

function listParameters(request: GenerationRequest, dialect: Dialect): [OptionalParameter, unknown][] {
  const { temperature, topP, stop, seed } = request;
  // Most servers refuse a `top_p` of 0, or read it as 1. A temperature of 0 chooses the same tokens; with it, `top_p` must be
  // 1, because TGI samples at any other value.
  const isGreedy = temperature === 0 || topP === 0;
  const { seeds } = dialect;
  return [
    // No context is so long, so fewer are generated in any case.
    ["max_tokens", Math.min(request.maxTokens, largest32Bits)],
    ["temperature", isGreedy ? 0 : temperature],
    ["top_p", isGreedy ? 1 : topP],
    ["frequency_penalty", request.frequencyPenalty],
    ["presence_penalty", request.presencePenalty],
    ["stop", stop.length === 0 || (dialect.mayStopInPrompt && stopsInPrompt(request)) ? undefined : stop],
    ["seed", seed !== undefined && seeds !== undefined ? wrapSeed(seed, seeds) : seed],
  ];
}

/**
 * Returns whether a server that looks for stop sequences in the whole text would find one that begins in an echoed prompt. The
 * gateway then finds those in the generated text alone.
 */
function stopsInPrompt({ prompts, stop, echo }: GenerationRequest): boolean {
  if (!echo) return false;
  return prompts.some(
    ({ prompt }) => typeof prompt === "string" && stop.some((sequence) => beginsIn(prompt, sequence)),
  );
}

/** Returns whether a text has a sequence, or ends with the beginning of one. */
function beginsIn(text: string, sequence: string): boolean {
  if (text.includes(sequence)) return true;
  for (let length = sequence.length - 1; length > 0; length -= 1)
    if (text.endsWith(sequence.slice(0, length))) return true;
  return false;
}

function wrapSeed(seed: number, seeds: number): number {
  const remainder = seed % seeds;
  return remainder < 0 ? remainder + seeds : remainder;
}

function notSupported(loc: readonly string[], value: unknown, message: string): Error {
  return unprocessableContent({ loc, value, message, code: "parameter_not_supported" });
}
