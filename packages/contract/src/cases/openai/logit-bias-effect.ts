import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { smallTokens } from "../../case-helpers/tokens.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "The whale", max_tokens: 4, temperature: 0, logprobs: 0 };

export const logitBiasEffect: ContractCase = {
  id: "logit-bias-effect",
  title: "A `logit_bias` of 100 makes the model choose a token",
  faces: ["openai"],
  sources: [openAICompletions("A `logit_bias` of 100 makes a token the only one.")],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/logit_bias"],
  needs: ["logprobs"],
  exchanges: smallTokens.slice(0, 2).map((token) => completes({ ...request, logit_bias: { [token]: 100 } })),
  check: (completions) => {
    const lists = completions.map(({ completion }) => completion.choices[0]?.logprobs?.tokens ?? []);
    for (const tokens of lists) {
      // A token without a text need not be listed.
      if (tokens.length === 0) throw new Inconclusive("a token of the bias is not listed in `logprobs`");
      expectThat(new Set(tokens).size === 1, "the same token at each place", tokens);
    }
    const [first, second] = lists;
    expectThat(first?.[0] !== second?.[0], "another token for another bias", lists);
  },
};
