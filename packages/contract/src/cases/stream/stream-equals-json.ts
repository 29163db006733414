import { completes } from "../../case-helpers/exchanges.ts";
import { expectSameInPairs } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";

const requests = [
  { prompt: "The whale", max_tokens: 32, seed: 7 },
  { prompt: ["The whale", "The ship"], max_tokens: 16, temperature: 0 },
  { prompt: "The whale", max_tokens: 64, seed: 7, stop: [".", "\n"] },
];

export const streamEqualsJson: ContractCase = {
  id: "stream-equals-json",
  title: "A stream adds up to the JSON response of the same request",
  faces: ["completions", "openai"],
  covers: ["stream-equals-json"],
  needs: ["greedy-repeats", "seeds-repeat"],
  exchanges: requests.flatMap((request) => [completes(request), completes({ ...request, stream: true })]),
  check: expectSameInPairs,
};
