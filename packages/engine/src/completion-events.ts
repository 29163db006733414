import type { CompletionChunk } from "@completions-api/types";
import type { Engine, EngineRequest, Piece } from "./engine.ts";

/** What all events of a completion have in common, beside the engine's part. */
export interface CompletionIdentity {
  readonly id: string;
  /** Unix time, in seconds. */
  readonly created: number;
}

/** What {@link createEventMaker} is to know. */
export interface EventSource extends CompletionIdentity, Pick<Engine, "model" | "fingerprint"> {
  /** How many choices there will be, at least 1. */
  readonly choices: number;
}

/**
 * Makes events of pieces: the events of the stream, or, assembled, the response. Of the stream's grammar it sees to the
 * identity and the usage; the rest is for whoever makes the pieces to keep.
 *
 * @returns what makes an event of the next piece.
 */
export function createEventMaker({
  id,
  created,
  model,
  fingerprint,
  choices,
}: EventSource): (piece: Piece) => CompletionChunk {
  let openChoices = choices;
  let promptTokens = 0;
  let completionTokens = 0;
  return (piece) => {
    completionTokens += piece.tokens;
    if (piece.finishReason !== null) {
      promptTokens += piece.promptTokens;
      openChoices -= 1;
    }
    return {
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
  };
}

/**
 * Has an engine complete a request, and gives its pieces as events.
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
  const choices = request.prompts.length;
  const makeEvent = createEventMaker({
    id,
    created,
    model,
    ...(fingerprint !== undefined && { fingerprint }),
    choices,
  });
  for await (const piece of engine.generate(request, signal)) yield makeEvent(piece);
}
