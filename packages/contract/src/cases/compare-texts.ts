import type { CompletionAnswer } from "../contract-case.ts";
import { expectThat } from "../contract-violation.ts";

/** The texts of a completion's choices. */
export function textsOf(answer: CompletionAnswer | undefined): string[] {
  return answer?.completion.choices.map(({ text }) => text) ?? [];
}

/** @throws ContractViolation where not all completions have the texts of the first. */
export function expectSameTexts(completions: readonly CompletionAnswer[]): void {
  const [first, ...others] = completions.map((completion) => JSON.stringify(textsOf(completion)));
  for (const texts of others) expectThat(texts === first, `the same text, ${first}`, texts);
}

/** @throws ContractViolation where of two completions in a row, the second differs from the first in choices or usage. */
export function expectSameInPairs(completions: readonly CompletionAnswer[]): void {
  for (let index = 0; index < completions.length; index += 2) {
    const [first, second] = completions.slice(index, index + 2).map(({ completion }) => ({
      choices: completion.choices,
      usage: completion.usage,
    }));
    expectThat(JSON.stringify(second) === JSON.stringify(first), JSON.stringify(first), second);
  }
}
