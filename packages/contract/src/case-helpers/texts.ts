import { isDeepStrictEqual } from "node:util";
import type { CheckedCompletion } from "@completions-api/protocol/rules";
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
 * Expects two texts that were sampled from the same prompt to differ.
 *
 * @param greedy - the text without sampling.
 * @throws ContractViolation if they are the same.
 * @throws Inconclusive if the model may know no other text, or the text is so short that two samples may well be the same:
 * special and unused tokens have no text.
 */
export function expectOtherText(one: string, other: string, greedy: string): void {
  if (one !== other) return;
  if (one === greedy) throw new Inconclusive("the model gives its greedy text: does it know any other?");
  if (one.length < 8) throw new Inconclusive(`the text ${JSON.stringify(one)} is too short`);
  // Even if the model prefers a token with 0.7 at each of 12 places, and has many others for the rest, two samples are the same text
  // other than the greedy one with a probability of 2e-4: (0.7 ** 2 + 0.03) ** 12 - 0.7 ** 24.
  expectThat(false, `a text other than ${JSON.stringify(one)}`, other);
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
 * Compares the completions two by two: the first with the second, the third with the fourth, and so on. Fields that a server adds
 * to the API do not count: some have them only in JSON.
 *
 * @throws ContractViolation if two of a pair differ in texts, finish reasons or tokens, or in the usage if both have it.
 * @throws Inconclusive if all texts are empty.
 */
export function expectSameInPairs(completions: readonly ReceivedCompletion[]): void {
  for (let index = 0; index < completions.length; index += 2) {
    const pair = completions.slice(index, index + 2).map(({ completion }) => completion);
    // Clients of OpenAI have to ask for the usage of a stream.
    const hasUsage = pair.every(({ usage }) => usage);
    // The last bits of a log probability depend on the requests that an engine computes together.
    const [first, second] = pair.map(({ choices, usage }) => ({
      choices: choices.map(({ index, text, finish_reason, logprobs }) => ({
        ...{ index, text, finish_reason },
        ...(logprobs && { tokens: logprobs.tokens, text_offset: logprobs.text_offset }),
      })),
      ...(hasUsage && usage && { usage: countsOf(usage) }),
    }));
    expectThat(isDeepStrictEqual(second, first), JSON.stringify(first), second);
  }
  needText(completions);
}

/** Leaves details out, such as the number of tokens that a cache had. */
function countsOf(usage: NonNullable<CheckedCompletion["usage"]>): readonly number[] {
  return [usage.prompt_tokens, usage.completion_tokens, usage.total_tokens];
}
