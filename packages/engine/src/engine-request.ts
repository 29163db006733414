import { type CompletionRequest, listPrompts } from "@completions-api/protocol";
import type { OpenAIParameters } from "@completions-api/protocol/openai";
import type { EngineRequest } from "./engine.ts";

/** The parameters that only OpenAI's face has. */
type OpenAIOnly = Partial<
  Pick<
    OpenAIParameters["parameters"],
    "n" | "best_of" | "echo" | "logprobs" | "logit_bias" | "suffix" | "user"
  >
>;

/** The parts of a request of the API that an engine needs. */
export interface RequestForEngine {
  /**
   * Valid parameters with their defaults applied, of either face. To pass the parameters of OpenAI's face that a request
   * of ours has among its extra parameters, add them here.
   */
  readonly parameters: CompletionRequest["parameters"] | OpenAIParameters["parameters"];
  /** The extra parameters that are passed through. */
  readonly extra: CompletionRequest["extra"];
}

/**
 * Converts a request of the API to a request to an engine. Parameters that an engine may lack are left out if they are at
 * their defaults.
 */
export function toEngineRequest({ parameters, extra }: RequestForEngine): EngineRequest {
  const { stop = [], seed } = parameters;
  return {
    prompts: listPrompts(parameters.prompt),
    maxTokens: parameters.max_tokens,
    temperature: parameters.temperature,
    topP: parameters.top_p,
    frequencyPenalty: parameters.frequency_penalty,
    presencePenalty: parameters.presence_penalty,
    stop: typeof stop === "string" ? [stop] : stop,
    stream: parameters.stream,
    ...(seed !== undefined && { seed }),
    // Either the parameters are OpenAI's, or ours, which name none of these: the type of ours allows any other property.
    ...toOptions(parameters as OpenAIOnly),
    extra,
  };
}

function toOptions({
  n = 1,
  best_of: bestOf = n,
  echo = false,
  logprobs,
  logit_bias: logitBias = {},
  suffix = "",
  user,
}: OpenAIOnly): Partial<EngineRequest> {
  return {
    ...(n !== 1 && { n }),
    ...(bestOf !== n && { bestOf }),
    ...(echo && { echo }),
    ...(logprobs !== undefined && { logprobs }),
    ...(Object.keys(logitBias).length > 0 && { logitBias }),
    ...(suffix !== "" && { suffix }),
    ...(user !== undefined && { user }),
  };
}
