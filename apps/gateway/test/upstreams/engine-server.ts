import type { Engine, EngineRequest, FinalDelta, TextDelta } from "@completions-api/engine";
import type { CompletionLogprobs } from "@completions-api/types/openai";
import type { Json } from "./exchanges.ts";

/** The engines that have fixtures. */
export const engineNames = ["vllm", "sglang", "llama.cpp", "ollama", "tgi", "openai"] as const;
export type EngineName = (typeof engineNames)[number];

/** The parameters of a request that engines share or that matter here. They follow the engine's OpenAPI document. */
export interface RequestBody {
  readonly model?: string;
  readonly prompt?: string | readonly string[] | readonly number[] | readonly (readonly number[])[];
  readonly max_tokens?: number | null;
  readonly max_completion_tokens?: number;
  readonly n_predict?: number;
  readonly temperature?: number | null;
  readonly top_p?: number | null;
  readonly frequency_penalty?: number | null;
  readonly presence_penalty?: number | null;
  readonly seed?: number | null;
  readonly stop?: string | readonly string[] | null;
  readonly stream?: boolean | null;
  readonly stream_options?: { readonly include_usage?: boolean } | null;
  readonly n?: number | null;
  readonly best_of?: number | null;
  readonly echo?: boolean | null;
  readonly logprobs?: number | null;
  readonly logit_bias?: Readonly<Record<string, number>> | null;
  readonly suffix?: string | null;
}

/** The end of a choice with the engine's own finish reason. */
export type EngineEnd = Omit<FinalDelta, "finishReason"> & { readonly finishReason: string };
export type EngineDelta = TextDelta | EngineEnd;

/** The peculiarities of an engine, apart from the shapes of its bodies and events. */
export interface EngineServer {
  /** Reads a request with the engine's own defaults. */
  readonly read: (body: RequestBody) => EngineRequest;
  /** Creates the `id` of a response. */
  readonly createId: () => string;
  /** True if each prompt has its own id. */
  readonly idEachPrompt?: boolean;
  /** Generates deltas; by default the model does. */
  readonly generate?: (
    model: Engine,
    request: EngineRequest,
    signal: AbortSignal,
  ) => AsyncIterable<EngineDelta>;
  /** Rearranges the choices of a whole completion, which are in the order of the prompts. */
  readonly arrange?: (choices: readonly WholeChoice[]) => readonly WholeChoice[];
  /** Writes log probabilities in the engine's shape; by default in that of OpenAI's API. */
  readonly writeLogprobs?: (logprobs: CompletionLogprobs) => Json;
  /** True if the usage of a whole completion covers only its first choice. */
  readonly countsFirstOnly?: boolean;
  /** True if a stream begins with an event `null` for each prompt but the first. */
  readonly streamsNulls?: boolean;
  /** True if a stream begins with a 200 before the request is checked. */
  readonly refusesInStream?: boolean;
}

/** A complete choice. */
export interface WholeChoice {
  readonly index: number;
  readonly text: string;
  readonly finishReason: string;
  readonly logprobs?: CompletionLogprobs;
  readonly tokens: number;
  readonly promptTokens: number;
}
