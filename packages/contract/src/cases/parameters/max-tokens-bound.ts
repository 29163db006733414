import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";

export const maxTokensBound: ContractCase = {
  id: "max-tokens-bound",
  title: "Each choice has at most `max_tokens` tokens",
  faces: ["completions", "openai"],
  sources: [openAICompletions("`max_tokens` limits the tokens of a completion.")],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/max_tokens", "max-tokens-bound"],
  exchanges: [1, 2, 7].flatMap((max_tokens) => [
    completes({ prompt: "The whale", max_tokens }),
    completes({ prompt: "The whale", max_tokens, stream: true }),
  ]),
  check: (completions) => {
    const choices = completions.flatMap(({ completion }) => completion.choices);
    if (choices.some(({ finish_reason }) => finish_reason === "length")) return;
    throw new Inconclusive("every text ended by itself before it had `max_tokens` tokens");
  },
};
