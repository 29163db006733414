import { ask } from "../../case-helpers/ask.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "The whale", max_tokens: 6, logprobs: 1 };

export const logprobsOfEachToken: ContractCase = {
  id: "logprobs-of-each-token",
  title: "`logprobs` lists as many tokens as `usage` counts, streamed or not",
  faces: ["openai"],
  sources: [
    {
      report: "https://github.com/ml-explore/mlx-lm/pull/1630",
      says: "the log probabilities were left out of streams",
    },
    {
      report: "https://github.com/vllm-project/vllm/issues/3707",
      says: "`logprobs` was null for some values that ask for it",
    },
  ],
  covers: ["logprobs-fit-text"],
  run: async (target) => {
    const completions = [
      await ask(target, request),
      await ask(target, { ...request, stream: true, stream_options: { include_usage: true } }),
    ];
    const whole = completions.filter(({ choices }) => choices[0]?.finish_reason === "length");
    if (whole.length === 0)
      throw new Inconclusive("the texts ended by themselves, with a token that may be listed");
    for (const { choices, usage } of whole) {
      const count = choices[0]?.logprobs?.tokens?.length;
      expectThat(
        count === usage?.completion_tokens,
        `${usage?.completion_tokens} tokens`,
        choices[0]?.logprobs,
      );
    }
  },
};
