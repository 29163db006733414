import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const streamedMaxTokensBound: ContractCase = {
  id: "streamed-max-tokens-bound",
  title: "The usage of a stream counts at most `max_tokens` tokens",
  faces: ["openai"],
  sources: [openAICompletions("`max_tokens` limits the tokens of a completion.")],
  covers: ["max-tokens-bound"],
  // On the API's own face, every stream has its usage.
  exchanges: [1, 3].map((max_tokens) =>
    completes({ ...briefRequest, max_tokens, stream: true, stream_options: { include_usage: true } }),
  ),
};
