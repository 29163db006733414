import { type EngineRequest, toEngineRequest } from "@completions-api/engine";
import { applyCreateCompletionRequestDefaults } from "@completions-api/validators";
import type { RequestBody } from "./engine-server.ts";

/** What an engine takes for the parameters that a request leaves out. */
export interface EngineDefaults {
  readonly maxTokens: number;
  readonly temperature?: number;
  readonly topP?: number;
}

/** As many tokens as a generation has here that has no limit: far more than any test asks for. */
export const unlimited = 2000;

/** Reads a request by its meaning at OpenAI, with the engine's own defaults. */
export function readRequest(body: RequestBody, defaults: EngineDefaults): EngineRequest {
  const { prompt = "", seed, stop } = body;
  return toEngineRequest({
    parameters: {
      ...applyCreateCompletionRequestDefaults({ prompt: "" }),
      // Its lists are not written to.
      prompt: prompt as string | string[] | number[] | number[][],
      max_tokens: body.max_tokens ?? defaults.maxTokens,
      temperature: body.temperature ?? defaults.temperature ?? 1,
      top_p: body.top_p ?? defaults.topP ?? 1,
      frequency_penalty: body.frequency_penalty ?? 0,
      presence_penalty: body.presence_penalty ?? 0,
      ...(seed != null && { seed }),
      ...(stop != null && { stop: typeof stop === "string" ? [stop] : [...stop] }),
    },
    extra: {},
  });
}

/** The request with the seed that is left where only 32 bits of it are kept, all of them set meaning none. */
export function withSeedOf32Bits({ seed, ...request }: EngineRequest): EngineRequest {
  const bits = seed === undefined ? 0xffff_ffff : seed >>> 0;
  return bits === 0xffff_ffff ? request : { ...request, seed: bits };
}
