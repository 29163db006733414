import { type CompletionRequest, listPrompts } from "@completions-api/protocol";
import type { EngineRequest } from "./engine.ts";

/**
 * What to ask an engine for.
 *
 * @param request the valid parameters with their defaults applied, and the extra parameters that are let through:
 * what `readCompletionRequest` of `@completions-api/protocol` returns.
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
