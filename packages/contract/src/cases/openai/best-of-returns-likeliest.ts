import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { max_tokens: 4, n: 2, best_of: 4, logprobs: 0, temperature: 1, seed: 7 };
/** Engines round log probabilities in different ways. */
const rounding = 1e-4;

export const bestOfReturnsLikeliest: ContractCase = {
  id: "best-of-returns-likeliest",
  title: "`best_of` returns the likeliest choices, the best one first, and `usage` counts the others too",
  faces: ["openai"],
  sources: [
    openAICompletions(
      "The mean log probability of a token decides which of `best_of` completions come back.",
    ),
  ],
  covers: [
    "#/components/schemas/CreateCompletionRequest/properties/best_of",
    "best-of-returns-likeliest",
    "choices-follow-prompts",
  ],
  needs: ["logprobs"],
  exchanges: ["The whale", "The ship", "Call me Ishmael."].map((prompt) => completes({ ...request, prompt })),
  check: (completions) => {
    for (const { completion } of completions) {
      const lists = completion.choices.map(({ logprobs }) => logprobs?.token_logprobs ?? []);
      // A text that ended by itself has one more token, which need not be in its lists.
      const isCut = completion.choices.every(({ finish_reason }) => finish_reason === "length");
      const [best = 0, second = 0] = lists.map((values) => sumOf(values) / values.length);
      expectThat(
        !isCut || best >= second - rounding,
        `a log probability per token of at most ${best} for choice 1`,
        second,
      );
      const returned = lists.reduce((total, { length }) => total + length, 0);
      const counted = completion.usage?.completion_tokens ?? 0;
      if (counted <= returned && !isCut) throw new Inconclusive("the model ended its texts too early");
      expectThat(counted > returned, `more completion_tokens than the ${returned} of the choices`, counted);
    }
  },
};

function sumOf(values: readonly (number | null)[]): number {
  return values.reduce<number>((total, value) => total + (value ?? 0), 0);
}
