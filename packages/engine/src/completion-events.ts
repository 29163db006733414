import type { CompletionChunk } from "@completions-api/types";
import type { Engine, EngineRequest } from "./engine.ts";

/** What all events of a completion have in common, beside the engine's part. */
export interface CompletionIdentity {
  readonly id: string;
  /** Unix time, in seconds. */
  readonly created: number;
}

/**
 * Has an engine complete a request, and gives its deltas as events: the events of the stream, or, assembled, the
 * response. Of the stream's grammar it sees to the identity and the usage; the rest is the engine's to keep.
 *
 * @throws what the engine throws.
 */
export async function* completionEvents(
  engine: Engine,
  request: EngineRequest,
  { id, created }: CompletionIdentity,
  signal: AbortSignal,
): AsyncGenerator<CompletionChunk, void, void> {
  const { model, fingerprint } = engine;
  let openChoices = request.prompts.length;
  let promptTokens = 0;
  let completionTokens = 0;
  for await (const delta of engine.generate(request, signal)) {
    completionTokens += delta.tokens;
    if (delta.finishReason !== null) {
      promptTokens += delta.promptTokens;
      openChoices -= 1;
    }
    yield {
      id,
      object: "text_completion",
      created,
      model,
      ...(fingerprint !== undefined && { system_fingerprint: fingerprint }),
      choices: [{ index: delta.index, text: delta.text, finish_reason: delta.finishReason }],
      usage:
        openChoices > 0
          ? null
          : {
              prompt_tokens: promptTokens,
              completion_tokens: completionTokens,
              total_tokens: promptTokens + completionTokens,
            },
    };
  }
}
