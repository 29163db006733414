import type { Engine, EngineRequest, FinalDelta, TextDelta } from "@completions-api/engine";

/** The engines that there are fixtures of. */
export const engineNames = ["vllm", "sglang", "llama.cpp", "ollama", "tgi", "openai"] as const;
export type EngineName = (typeof engineNames)[number];

/** The parameters of a request that engines have in common, or that matter here. They fit the engine's OpenAPI document. */
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
}

/** The end of a choice, with the engine's own reason. */
export type EngineEnd = Omit<FinalDelta, "finishReason"> & { readonly finishReason: string };
export type EngineDelta = TextDelta | EngineEnd;

/** What an engine does in its own way. The rest, how its bodies and events look, is in the shapes that it writes. */
export interface EngineServer {
  /** What it asks its model for, with defaults of its own. */
  readonly read: (body: RequestBody) => EngineRequest;
  /** Makes the `id` of an answer. */
  readonly makeId: () => string;
  /** Whether each prompt has an id of its own. */
  readonly idEachPrompt?: boolean;
  /** By default the model's own generation. */
  readonly generate?: (
    model: Engine,
    request: EngineRequest,
    signal: AbortSignal,
  ) => AsyncIterable<EngineDelta>;
  /** Changes to the choices of a completion that is not streamed, which come in the order of the prompts. */
  readonly arrange?: (choices: readonly WholeChoice[]) => readonly WholeChoice[];
  /** Whether the usage of a completion that is not streamed is that of its first choice. */
  readonly countsFirstOnly?: boolean;
  /** Whether a stream begins, with 200, before the request is looked at. */
  readonly refusesInStream?: boolean;
}

/** A choice as it is in the end. */
export interface WholeChoice {
  readonly index: number;
  readonly text: string;
  readonly finishReason: string;
  readonly tokens: number;
  readonly promptTokens: number;
}
