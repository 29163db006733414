import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { expectSameInPairs } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";

const requests = [
  { prompt: "The whale", n: 2, max_tokens: 8, seed: 7, logprobs: 2 },
  { prompt: "The 🐋", max_tokens: 12, seed: 7, logprobs: 1, echo: true, stop: [".", "\n"] },
];

export const streamLogprobsEqualJson: ContractCase = {
  id: "stream-logprobs-equal-json",
  title: "The tokens and the usage of a stream add up to those of the JSON response",
  faces: ["openai"],
  sources: [openAICompletions("A stream sends the completion in parts.")],
  covers: [
    "stream-equals-json",
    "#/components/schemas/CreateCompletionRequest/properties/stream_options/properties/include_usage",
  ],
  needs: ["seeds-repeat", "logprobs"],
  exchanges: requests.flatMap((request) => [
    completes(request),
    completes({ ...request, stream: true, stream_options: { include_usage: true } }),
  ]),
  check: expectSameInPairs,
};
