import { isDeepStrictEqual } from "node:util";
import type { ReceivedCompletion } from "../contract-case.ts";
import { expectThat } from "../contract-violation.ts";

/** Returns the texts of a completion's choices. */
export function textsOf(received: ReceivedCompletion | undefined): string[] {
  return received?.completion.choices.map(({ text }) => text) ?? [];
}

/** @throws ContractViolation if any completion has other texts than the first. */
export function expectSameTexts(completions: readonly ReceivedCompletion[]): void {
  const [first, ...others] = completions.map((completion) => JSON.stringify(textsOf(completion)));
  for (const texts of others) expectThat(texts === first, `the same text, ${first}`, texts);
}

/**
 * Compares the completions two by two: the first with the second, the third with the fourth, and so on.
 *
 * @throws ContractViolation if two of a pair differ in choices, or in usage if both have it.
 */
export function expectSameInPairs(completions: readonly ReceivedCompletion[]): void {
  for (let index = 0; index < completions.length; index += 2) {
    const pair = completions.slice(index, index + 2).map(({ completion }) => completion);
    // Clients of OpenAI have to ask for the usage of a stream.
    const hasUsage = pair.every(({ usage }) => usage);
    const [first, second] = pair.map(({ choices, usage }) => ({ choices, ...(hasUsage && { usage }) }));
    expectThat(isDeepStrictEqual(second, first), JSON.stringify(first), second);
  }
}

/** @throws ContractViolation unless the second completion repeats itself less than the first. */
export function expectLessRepetition(completions: readonly ReceivedCompletion[]): void {
  const [first = 0, second = 0] = completions.flatMap(textsOf).map(shareOfNewText);
  expectThat(second > first, `a share of new text above ${first}, the first text's share`, second);
}

/**
 * Returns the share of a text that is not repetition, from 0 to 1: the number of distinct three-character sequences,
 * divided by the number of all. Words would not work, since repeated text may contain no spaces.
 */
function shareOfNewText(text: string): number {
  const sequences = Array.from(text.slice(2), (_, start) => text.slice(start, start + 3));
  return new Set(sequences).size / Math.max(1, sequences.length);
}
