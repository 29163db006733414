import type { CompletionChunk } from "@completions-api/types";
import type { Engine, EngineRequest } from "./engine.ts";

/** What all events of a completion have in common, beside the engine's part. */
export interface CompletionIdentity {
  readonly id: string;
  /** Unix time, in seconds. */
  readonly created: number;
}

/**
 * Has an engine complete a request, and gives its pieces as events: the events of the stream, or, assembled, the
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
  for await (const piece of engine.generate(request, signal)) {
    completionTokens += piece.tokens;
    if (piece.finishReason !== null) {
      promptTokens += piece.promptTokens;
      openChoices -= 1;
    }
    yield {
      id,
      object: "text_completion",
      created,
      model,
      ...(fingerprint !== undefined && { system_fingerprint: fingerprint }),
      choices: [{ index: piece.index, text: piece.text, finish_reason: piece.finishReason }],
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
