import { completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const bestOf = 6;
const request = { max_tokens: 8, n: 3, best_of: bestOf, logprobs: 0, temperature: 1, seed: 7 };

export const bestOfReturnsLikeliest: ContractCase = {
  id: "best-of-returns-likeliest",
  title: "`best_of` returns the likeliest choices, the best one first, and `usage` counts the others too",
  faces: ["openai"],
  covers: [
    "#/components/schemas/CreateCompletionRequest/properties/best_of",
    "best-of-returns-likeliest",
    "choices-follow-prompts",
  ],
  exchanges: ["The whale", ["The ship", "Call me Ishmael."]].map((prompt) =>
    completes({ ...request, prompt }),
  ),
  check: (completions) => {
    for (const { completion } of completions) {
      const lists = completion.choices.map(({ logprobs }) => logprobs?.token_logprobs ?? []);
      const means = lists.map((values) => sumOf(values) / values.length);
      for (const [index, { finish_reason }] of completion.choices.entries()) {
        // A text that ended by itself has one more token, which is not in its text.
        const isComparable = [finish_reason, completion.choices[index - 1]?.finish_reason].every(
          (reason) => reason === "length",
        );
        const isFirst = index % request.n === 0;
        const [before = 0, mean = 0] = means.slice(index - 1, index + 1);
        expectThat(
          isFirst || !isComparable || before >= mean,
          `a log probability per token of at most ${before} for choice ${index}`,
          mean,
        );
      }
      const returned = lists.reduce((total, { length }) => total + length, 0);
      const counted = completion.usage?.completion_tokens ?? 0;
      expectThat(counted > returned, `more completion_tokens than the ${returned} of the choices`, counted);
    }
  },
};

function sumOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
