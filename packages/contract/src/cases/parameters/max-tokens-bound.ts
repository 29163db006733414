import { completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const maxTokensBound: ContractCase = {
  id: "max-tokens-bound",
  title: "Each choice has at most `max_tokens` tokens",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/max_tokens", "max-tokens-bound"],
  exchanges: [1, 2, 17].flatMap((max_tokens) => [
    completes({ prompt: "The whale", max_tokens }),
    completes({ prompt: ["The whale", "The ship", "The sea"], max_tokens }),
    completes({ prompt: "The whale", max_tokens, stream: true }),
  ]),
};
