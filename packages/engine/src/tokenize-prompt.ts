import { type ListedPrompt, unprocessableContent } from "@completions-api/protocol";
import type { EventLoopSlice } from "./event-loop-slice.ts";
import type { Tokenizer } from "./tokenizer.ts";
import { VOCABULARY_SIZE } from "./vocabulary.ts";

/** A prompt, ready for the model. */
export interface TokenizedPrompt {
  readonly tokens: readonly number[];
  /** The text, if the prompt was sent as text. */
  readonly text?: string;
}

/**
 * Tokenizes a prompt.
 *
 * @throws HttpError 422 `invalid_parameter` if a token is not in the vocabulary.
 * @throws the signal's reason once it is aborted.
 */
export async function tokenizePrompt(
  { prompt, loc }: ListedPrompt,
  tokenizer: Tokenizer,
  slice: EventLoopSlice,
): Promise<TokenizedPrompt> {
  if (typeof prompt !== "string") {
    for (const [index, token] of prompt.entries()) {
      if (token >= VOCABULARY_SIZE) {
        const message = `must be a token of the model's vocabulary, at most ${VOCABULARY_SIZE - 1}`;
        throw unprocessableContent({ loc: [...loc, String(index)], value: token, message });
      }
    }
    return { tokens: prompt };
  }
  const tokens: number[] = [];
  for (const word of tokenizer.tokenize(prompt)) {
    tokens.push(...word);
    if (slice.expired) {
      await slice.yield();
    }
  }
  return { tokens, text: prompt };
}
