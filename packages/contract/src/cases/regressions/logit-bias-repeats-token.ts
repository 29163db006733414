import { completes } from "../../case-helpers/exchanges.ts";
import { textsOf } from "../../case-helpers/texts.ts";
import { smallTokens } from "../../case-helpers/tokens.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const tokens = smallTokens.slice(0, 2);
const request = { prompt: "The whale", max_tokens: 4, temperature: 0 };

export const logitBiasRepeatsToken: ContractCase = {
  id: "logit-bias-repeats-token",
  title: "With a `logit_bias` of 100 for one token, the text is that token again and again",
  faces: ["openai"],
  sources: [
    {
      report: "https://github.com/sgl-project/sglang/issues/6171",
      says: "`logit_bias` was accepted, and had no effect",
    },
    {
      report: "https://github.com/lmstudio-ai/lmstudio-python/issues/87",
      says: "a token whose bias was -100 was generated all the same",
    },
  ],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/logit_bias"],
  exchanges: tokens.map((token) => completes({ ...request, logit_bias: { [token]: 100 } })),
  check: (completions) => {
    const texts = completions.flatMap(textsOf);
    if (texts.some((text) => text === "" || text.includes("\uFFFD"))) {
      throw new Inconclusive(`the tokens ${tokens.join(" and ")} are no texts: ${JSON.stringify(texts)}`);
    }
    for (const text of texts) {
      // Some vocabularies drop the space before the first word of a text.
      const isRepeated = [text, ` ${text}`].some((whole) => {
        const part = whole.slice(0, whole.length / request.max_tokens);
        return part.repeat(request.max_tokens) === whole;
      });
      expectThat(isRepeated, `a text of ${request.max_tokens} times the same token`, text);
    }
    expectThat(new Set(texts).size === texts.length, "another text for another token", texts);
  },
};
