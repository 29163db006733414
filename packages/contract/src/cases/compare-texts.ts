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
