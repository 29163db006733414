import type { GenerationRequest, OptionalParameter } from "../../backend.ts";
import type { Dialect } from "../dialect.ts";

/**
 * The largest 32-bit integer. Engines that read `max_tokens` and tokens into 32 bits turn larger numbers into others:
 * llama.cpp generates 5 tokens for a `max_tokens` of 4294967301, and reads that token as token 5.
 */
export const largest32Bits: number = 2 ** 31 - 1;

/** Values of optional parameters. Those that are undefined are not sent. */
export type ParameterValues<Name extends OptionalParameter> = Readonly<Record<Name, unknown>>;

/** The parameters of OpenAI's API that this contract does not know. */
type OtherParameter = "n" | "best_of" | "echo" | "logprobs" | "logit_bias" | "suffix";

/** Returns the parameters of this contract. */
export function toContractParameters(
  request: GenerationRequest,
  dialect: Dialect,
): ParameterValues<Exclude<OptionalParameter, OtherParameter | "stream">> {
  const { temperature, topP, stop, seed } = request;
  // Most servers refuse a `top_p` of 0, or read it as 1. A temperature of 0 chooses the same tokens; with it, `top_p` must be
  // 1, because TGI samples at any other value.
  const isGreedy = temperature === 0 || topP === 0;
  const { seeds } = dialect;
  return {
    // No context is so long, so fewer are generated in any case.
    max_tokens: Math.min(request.maxTokens, largest32Bits),
    temperature: isGreedy ? 0 : temperature,
    top_p: isGreedy ? 1 : topP,
    frequency_penalty: request.frequencyPenalty,
    presence_penalty: request.presencePenalty,
    stop: stop.length === 0 || (dialect.mayStopInPrompt && stopsInPrompt(request)) ? undefined : stop,
    seed: seed !== undefined && seeds !== undefined ? wrapSeed(seed, seeds) : seed,
  };
}

/** Returns the parameters of OpenAI's API that this contract does not know. Those that are undefined are at their defaults. */
export function toOtherParameters(request: GenerationRequest): ParameterValues<OtherParameter> {
  const { prompts, echo, logprobs } = request;
  // Only its tokens tell where the prompt ends in the text.
  const echoesTokens = echo === true && prompts.some(({ prompt }) => typeof prompt !== "string");
  const listed = logprobs ?? (echoesTokens ? 1 : undefined);
  return {
    n: request.n,
    best_of: request.bestOf,
    echo,
    // Asked for none of the likeliest tokens, llama.cpp lists no tokens at all, and SGLang does not score an echoed prompt.
    logprobs: listed === 0 ? 1 : listed,
    logit_bias: request.logitBias,
    suffix: request.suffix,
  };
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
