import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { needText } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

export const greedyIsLikeliest: ContractCase = {
  id: "greedy-is-likeliest",
  title: "With `temperature: 0`, each token is the likeliest one at its place",
  faces: ["openai"],
  sources: [openAICompletions("`top_logprobs` lists the likeliest tokens at each place.")],
  covers: ["#/components/schemas/CompletionLogprobs/properties/top_logprobs"],
  needs: ["logprobs"],
  exchanges: [
    completes({ prompt: "The whale", max_tokens: 8, temperature: 0, logprobs: 2 }),
    completes({ prompt: "The ship", max_tokens: 8, top_p: 0, logprobs: 5, stream: true }),
  ],
  check: (completions) => {
    needText(completions);
    for (const { logprobs } of completions.flatMap(({ completion }) => completion.choices)) {
      for (const [place, listed] of logprobs?.top_logprobs.entries() ?? []) {
        const most = Math.max(...Object.values(listed ?? {}));
        const actual = logprobs?.token_logprobs[place];
        expectThat(actual === most, `${most}, the log probability of the likeliest token`, actual);
      }
    }
  },
};
