import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "Call me Ishmael.", temperature: 0 };
const limits = [1, 4];

export const lengthMeansMaxTokens: ContractCase = {
  id: "length-means-max-tokens",
  title: "`finish_reason` is `length` if and only if a larger `max_tokens` gives more text",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("`length` says that `max_tokens` was reached, `stop` that the text ended."),
    {
      report: "https://github.com/lm-sys/FastChat/pull/3843",
      says: "A text was a token shorter than `max_tokens`.",
    },
  ],
  covers: ["#/components/schemas/CompletionFinishReason/enum/length", "length-means-max-tokens"],
  needs: ["greedy-repeats"],
  exchanges: [
    ...[...limits, 12].map((max_tokens) => completes({ ...request, max_tokens })),
    completes({ ...request, max_tokens: 12, stop: [" ", "e"] }),
  ],
  check: (completions) => {
    const [whole] = completions.slice(limits.length);
    const tokens = whole?.completion.usage?.completion_tokens ?? 0;
    for (const [index, limit] of limits.entries()) {
      // A token for the end of the text may be counted, or not.
      if (tokens <= limit + 1) continue;
      const choice = completions[index]?.completion.choices[0];
      expectThat(choice?.finish_reason === "length", "finish_reason length", choice);
    }
    if (tokens <= 2) throw new Inconclusive(`the text ended by itself after ${tokens} tokens`);
    const [longest] = whole?.completion.choices ?? [];
    const [stopped] = completions.at(-1)?.completion.choices ?? [];
    const wasStopped = stopped?.text !== longest?.text;
    expectThat(!wasStopped || stopped?.finish_reason === "stop", "finish_reason stop", stopped);
  },
};
