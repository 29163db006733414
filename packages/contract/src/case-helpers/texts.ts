import { isDeepStrictEqual } from "node:util";
import { Inconclusive, type ReceivedCompletion } from "../contract-case.ts";
import { expectThat } from "../contract-violation.ts";

/** Returns the texts of a completion's choices. */
export function textsOf(received: ReceivedCompletion | undefined): string[] {
  return received?.completion.choices.map(({ text }) => text) ?? [];
}

/** @throws Inconclusive if the text of every choice is empty: empty texts are alike, whatever the server does. */
export function needText(completions: readonly ReceivedCompletion[]): void {
  if (completions.flatMap(textsOf).every((text) => text === "")) {
    throw new Inconclusive("the model ended every text before it began");
  }
}

/**
 * Compares the texts of completions.
 *
 * @throws ContractViolation if any completion has other texts than the first.
 * @throws Inconclusive if all texts are empty.
 */
export function expectSameTexts(completions: readonly ReceivedCompletion[]): void {
  const [first, ...others] = completions.map((completion) => JSON.stringify(textsOf(completion)));
  for (const texts of others) expectThat(texts === first, `the same text, ${first}`, texts);
  needText(completions);
}

/**
 * Compares the completions two by two: the first with the second, the third with the fourth, and so on.
 *
 * @throws ContractViolation if two of a pair differ in texts, finish reasons or tokens, or in usage if both have it.
 * @throws Inconclusive if all texts are empty.
 */
export function expectSameInPairs(completions: readonly ReceivedCompletion[]): void {
  for (let index = 0; index < completions.length; index += 2) {
    const pair = completions.slice(index, index + 2).map(({ completion }) => completion);
    // Clients of OpenAI have to ask for the usage of a stream.
    const hasUsage = pair.every(({ usage }) => usage);
    // The last bits of a log probability depend on the requests that an engine computes together.
    const [first, second] = pair.map(({ choices, usage }) => ({
      choices: choices.map(({ logprobs, ...choice }) => ({
        ...choice,
        ...(logprobs && { tokens: logprobs.tokens, text_offset: logprobs.text_offset }),
      })),
      ...(hasUsage && { usage }),
    }));
    expectThat(isDeepStrictEqual(second, first), JSON.stringify(first), second);
  }
  needText(completions);
}
