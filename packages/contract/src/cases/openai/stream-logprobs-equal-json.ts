import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { expectSameInPairs } from "../../case-helpers/texts.ts";
import type { ContractCase, ReceivedCompletion } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

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
  check: (completions) => {
    expectSameInPairs(completions);
    for (let index = 0; index < completions.length; index += 2) {
      const [json = [], streamed = []] = completions.slice(index, index + 2).map(logprobsOf);
      for (const [place, expected] of json.entries()) {
        const actual = streamed[place] ?? null;
        const isAlike = expected === null ? actual === null : Math.abs((actual ?? 1) - expected) < tolerance;
        expectThat(isAlike, `about ${expected}, the log probability of token ${place}`, actual);
      }
    }
  },
};

/** More than requests that an engine computes together change each other. */
const tolerance = 0.5;

function logprobsOf({ completion }: ReceivedCompletion): (number | null)[] {
  return completion.choices.flatMap(({ logprobs }) => logprobs?.token_logprobs ?? []);
}
