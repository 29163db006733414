import { type ListedPrompt, unprocessableContent } from "@completions-api/protocol";
import type { TimeSlices } from "./time-slices.ts";
import { tokenize, VOCABULARY_SIZE } from "./tokenizer.ts";

/**
 * The tokens of a prompt.
 *
 * @throws HttpError 422 `invalid_parameter` where a token is not in the vocabulary. The signal's reason once it is
 * aborted.
 */
export async function readPrompt(
  { prompt, loc }: ListedPrompt,
  slices: TimeSlices,
): Promise<readonly number[]> {
  if (typeof prompt !== "string") {
    for (const [index, token] of prompt.entries()) {
      if (token >= VOCABULARY_SIZE) {
        const message = `must be a token of the model's vocabulary, at most ${VOCABULARY_SIZE - 1}`;
        throw unprocessableContent({ loc: [...loc, String(index)], value: token, message });
      }
    }
    return prompt;
  }
  const tokens: number[] = [];
  for (const word of tokenize(prompt)) {
    tokens.push(...word);
    if (slices.over) {
      await slices.next();
    }
  }
  return tokens;
}
