import { type CompletionRequest, listPrompts } from "@completions-api/protocol";
import type { EngineRequest } from "./engine.ts";

/**
 * Converts a request of the API to a request to an engine.
 *
 * @param request the result of `readCompletionRequest` of `@completions-api/protocol`: valid parameters with their
 * defaults applied, and the extra parameters that are passed through.
 */
export function toEngineRequest({
  parameters,
  extra,
}: Pick<CompletionRequest, "parameters" | "extra">): EngineRequest {
  const { stop = [], seed } = parameters;
  return {
    prompts: listPrompts(parameters.prompt),
    maxTokens: parameters.max_tokens,
    temperature: parameters.temperature,
    topP: parameters.top_p,
    frequencyPenalty: parameters.frequency_penalty,
    presencePenalty: parameters.presence_penalty,
    stop: typeof stop === "string" ? [stop] : stop,
    ...(seed !== undefined && { seed }),
    extra,
  };
}
