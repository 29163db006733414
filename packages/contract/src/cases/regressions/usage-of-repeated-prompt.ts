import { completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "The whale dived below the ship, and the captain waited.", max_tokens: 1 };

export const usageOfRepeatedPrompt: ContractCase = {
  id: "usage-of-repeated-prompt",
  title: "A prompt has as many `prompt_tokens` when it is repeated, whatever the server has cached",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/ollama/ollama/issues/2068",
      says: "the number of prompt tokens was missing if the same prompt came again",
    },
    {
      report: "https://github.com/ollama/ollama/issues/5370",
      says: "`prompt_tokens` was 0 for a prompt in the cache",
    },
    {
      report: "https://github.com/ollama/ollama/pull/16428",
      says: "`prompt_tokens` left out the tokens that came from the cache",
    },
  ],
  covers: ["#/components/schemas/CompletionUsage/properties/prompt_tokens"],
  exchanges: [completes(request), completes(request)],
  check: (completions) => {
    const [first, second] = completions.map(({ completion }) => completion.usage?.prompt_tokens);
    expectThat(first === second, `${first} prompt_tokens, as for the same prompt before`, second);
  },
};
