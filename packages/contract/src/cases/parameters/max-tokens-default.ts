import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";

// The rules for all completions compare the number of tokens with the default.
export const maxTokensDefault: ContractCase = {
  id: "max-tokens-default",
  title: "Without `max_tokens`, a text has at most the default number of tokens",
  faces: ["completions", "openai"],
  sources: [openAICompletions("The default of `max_tokens` is 16.")],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/max_tokens/default"],
  exchanges: [completes({ prompt: "The whale", temperature: 0 })],
  check: ([completion]) => {
    const [choice] = completion?.completion.choices ?? [];
    if (choice?.finish_reason !== "length") throw new Inconclusive("the text ended by itself");
  },
};
