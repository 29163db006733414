import { Inconclusive, type ReceivedCompletion } from "../contract-case.ts";
import { expectThat } from "../contract-violation.ts";

/**
 * Greedy requests whose texts a penalty changes, whatever the model. After a sequence of coin tosses, two words are about as
 * likely at every other place, so that a reward or a penalty of 2 for the one that came last decides. The texts for -2 and 2 are
 * the same only if no place has such an alternative within 4 logits. Even if that is so at each of the 8 tosses of 24 tokens
 * with a probability of 1/2, it is so at all of them with one of 1/256. A model that knows the sequence by heart, or has never
 * seen the words, continues the other prompt in its own words.
 */
export const repetitiveRequests: readonly object[] = [
  "heads, tails, tails, heads, tails, heads, heads, heads, tails, tails, heads, tails,",
  "The whale",
].map((prompt) => ({ prompt, max_tokens: 24, temperature: 0 }));

/** Texts whose penalties have the wrong sign repeat a few words over and over, and so have a share of new text near 0. */
const clearDifference = 0.4;

/**
 * Expects texts whose repetitions were penalized to repeat themselves less than those whose repetitions were rewarded.
 *
 * @param completions - of the first request rewarded and penalized, then of the second one.
 * @throws ContractViolation if the texts are the same, or repeat themselves clearly more.
 * @throws Inconclusive if a text that ended by itself is too short, the difference is too small to tell, or the model knows only one
 * text.
 */
export function expectLessRepetition(completions: readonly ReceivedCompletion[]): void {
  const choices = completions.flatMap(({ completion }) => completion.choices);
  const textsAt = (remainder: number) =>
    choices.filter((_, index) => index % 2 === remainder).map(({ text }) => text);
  const totalOf = (texts: readonly string[]) => texts.reduce((sum, text) => sum + shareOfNewText(text), 0);
  const [rewardedTexts, penalizedTexts] = [textsAt(0), textsAt(1)];
  const [rewarded, penalized] = [totalOf(rewardedTexts), totalOf(penalizedTexts)];
  if (penalized > rewarded) return;
  const ended = choices.find(({ finish_reason }) => finish_reason !== "length");
  if (ended !== undefined) throw new Inconclusive(`the text ${JSON.stringify(ended.text)} is too short`);
  if (new Set(rewardedTexts).size === 1) {
    throw new Inconclusive("the model continues different prompts alike: does it know any other text?");
  }
  const isSame = String(rewardedTexts) === String(penalizedTexts);
  const isClear = isSame || penalized < rewarded - clearDifference;
  if (!isClear) throw new Inconclusive("the texts differ, but none repeats itself clearly less");
  expectThat(false, `less repetition than in ${JSON.stringify(rewardedTexts)}`, penalizedTexts);
}

/**
 * Returns the share of a text that is not repetition, from 0 to 1: the number of distinct three-character sequences,
 * divided by the number of all. Words would not work, since repeated text may contain no spaces.
 */
function shareOfNewText(text: string): number {
  const sequences = Array.from(text.slice(2), (_, start) => text.slice(start, start + 3));
  return new Set(sequences).size / Math.max(1, sequences.length);
}
