import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { expectSameInPairs } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { prompt: "The whale", max_tokens: 12, temperature: 0 };
const requests = [request, { ...request, stop: [".", "\n", "e"] }];

export const streamEqualsJson: ContractCase = {
  id: "stream-equals-json",
  title: "A stream adds up to the JSON response of the same request",
  faces: ["completions", "openai"],
  sources: [openAICompletions("A stream sends the completion in parts.")],
  covers: ["stream-equals-json"],
  needs: ["greedy-repeats"],
  exchanges: requests.flatMap((request) => [completes(request), completes({ ...request, stream: true })]),
  check: expectSameInPairs,
};
