import { type EngineCapability, type EngineRequest, toEngineRequest } from "@completions-api/engine";
import { applyCreateCompletionRequestDefaults } from "@completions-api/validators/openai";
import type { RequestBody } from "./engine-server.ts";

/** An engine's defaults for omitted parameters. */
export interface EngineDefaults {
  readonly maxTokens: number;
  readonly temperature?: number;
  readonly topP?: number;
}

/** The maximum for a generation without a limit: far more tokens than any test requests. */
export const unlimited = 2000;

/**
 * Reads a request as OpenAI's API defines it, with the engine's own defaults.
 *
 * @param supported - the parameters that not every engine supports. It ignores the others.
 */
export function readRequest(
  body: RequestBody,
  defaults: EngineDefaults,
  supported: readonly EngineCapability[] = [],
): EngineRequest {
  const { prompt = "", seed, stop } = body;
  const options = Object.fromEntries(
    supported.map((name) => [name, body[name]]).filter(([, value]) => value != null),
  );
  return toEngineRequest({
    parameters: {
      // Servers generate token by token, even if they send a response without a stream.
      ...applyCreateCompletionRequestDefaults({ prompt: "", stream: true }),
      // The lists are not modified.
      prompt: prompt as string | string[] | number[] | number[][],
      max_tokens: body.max_tokens ?? defaults.maxTokens,
      temperature: body.temperature ?? defaults.temperature ?? 1,
      top_p: body.top_p ?? defaults.topP ?? 1,
      frequency_penalty: body.frequency_penalty ?? 0,
      presence_penalty: body.presence_penalty ?? 0,
      ...(seed != null && { seed }),
      ...options,
      ...(stop != null && { stop: typeof stop === "string" ? [stop] : [...stop] }),
    },
    extra: {},
  });
}

/** Truncates the seed of a request to 32 bits. A seed with all bits set means no seed. */
export function withSeedOf32Bits({ seed, ...request }: EngineRequest): EngineRequest {
  const bits = seed === undefined ? 0xffff_ffff : seed >>> 0;
  return bits === 0xffff_ffff ? request : { ...request, seed: bits };
}
