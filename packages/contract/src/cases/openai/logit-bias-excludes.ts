import { complete } from "../../case-helpers/complete.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { type ContractCase, Inconclusive, type ReceivedCompletion } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

/** The number of " the" in the vocabularies of GPT-2, Llama 2, Llama 3 (also Qwen and GPT-4), GPT-4o and Mistral. */
const frequentTokens = [262, 278, 279, 290, 272];
const request = { prompt: "The whale and the ship and", max_tokens: 12, temperature: 0, logprobs: 0 };

export const logitBiasExcludes: ContractCase = {
  id: "logit-bias-excludes",
  title: "A `logit_bias` of -100 excludes a token",
  faces: ["openai"],
  sources: [openAICompletions("A `logit_bias` of -100 bans a token.")],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/logit_bias"],
  needs: ["logprobs", "greedy-repeats"],
  run: async (target) => {
    const likely = tokensOf(await complete(target, request));
    for (const token of frequentTokens) {
      const forced = { ...request, max_tokens: 1, logit_bias: { [token]: 100 } };
      const [text = ""] = tokensOf(await complete(target, forced));
      if (!likely.includes(text)) continue;
      const tokens = tokensOf(await complete(target, { ...request, logit_bias: { [token]: -100 } }));
      return expectThat(!tokens.includes(text), `no token ${JSON.stringify(text)}`, tokens);
    }
    throw new Inconclusive(`the text has none of the tokens ${frequentTokens.join(", ")}`);
  },
};

function tokensOf({ completion }: ReceivedCompletion): readonly string[] {
  return completion.choices[0]?.logprobs?.tokens ?? [];
}
