/** A token that could stand at a place of the text. */
export interface Alternative {
  readonly text: string;
  /** From 0 to 1. */
  readonly probability: number;
}

/** A token of a continuation. */
export interface Token {
  /** The text that it adds. Empty for a token with the first bytes of a character that the next one completes. */
  readonly text: string;
  /** From 0 to 1. Undefined if the server did not say it. */
  readonly probability?: number | undefined;
  /** The likeliest tokens at its place, the likeliest first. */
  readonly alternatives: readonly Alternative[];
}

/** The most alternatives that are shown. */
const mostAlternatives = 10;

/**
 * Reads the tokens of one event's choice.
 *
 * @param text - the choice's text in this event.
 * @param logprobs - the property of that name, which comes from a server and may be anything.
 * @returns undefined if there are no log probabilities that fit the text.
 */
export function readTokens(text: string, logprobs: unknown): Token[] | undefined {
  const { tokens, token_logprobs: chosen, top_logprobs: top } = Object(logprobs);
  if (!Array.isArray(tokens) || tokens.length === 0 || !tokens.every((token) => typeof token === "string"))
    return;
  const texts = textsOf(tokens, text, Object(logprobs).text_offset);
  return texts?.map((tokenText, index) => ({
    text: tokenText,
    probability: toProbability(Object(chosen)[index]),
    alternatives: readAlternatives(Object(top)[index]),
  }));
}

/** Tokens that are parts of characters are written as their bytes, so their texts are where the offsets say. */
function textsOf(tokens: readonly string[], text: string, offsets: unknown): readonly string[] | undefined {
  if (tokens.join("") === text) return tokens;
  const characters = Array.from(text);
  const places = Array.isArray(offsets) ? offsets.map((offset) => Number(offset) - Number(offsets[0])) : [];
  const fits =
    places.length === tokens.length &&
    places.every((place, index) => place >= (places[index - 1] ?? 0) && place <= characters.length);
  return fits ? places.map((place, index) => characters.slice(place, places[index + 1]).join("")) : undefined;
}

function readAlternatives(top: unknown): Alternative[] {
  return Object.entries(Object(top))
    .map(([text, logprob]) => ({ text, probability: toProbability(logprob) ?? 0 }))
    .sort((one, other) => other.probability - one.probability)
    .slice(0, mostAlternatives);
}

function toProbability(logprob: unknown): number | undefined {
  return typeof logprob === "number" ? Math.min(1, Math.exp(logprob)) : undefined;
}

/** Tells whether an alternative is only a part of a character, so that no prompt can end in it. */
export function isPartOfCharacter(text: string): boolean {
  return text.startsWith("bytes:");
}

/** Gives the tenth that a probability is in, from 0 to 9, for its color. */
export function probabilityTenth(probability: number): number {
  return Math.min(9, Math.floor(probability * 10));
}

/** Writes a probability for people: `12.3 %`, and `< 0.1 %` instead of zero. */
export function formatProbability(probability: number): string {
  return probability > 0 && probability < 0.001 ? "< 0.1 %" : `${(probability * 100).toFixed(1)} %`;
}
