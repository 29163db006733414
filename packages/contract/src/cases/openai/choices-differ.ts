import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { textsOf } from "../../case-helpers/texts.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "The whale", max_tokens: 8 };

export const choicesDiffer: ContractCase = {
  id: "choices-differ",
  title: "The texts of a prompt's choices differ if they are sampled",
  faces: ["openai"],
  sources: [openAICompletions("Each prompt has `n` completions.")],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/n"],
  exchanges: [completes({ ...request, n: 4, temperature: 2 }), completes({ ...request, temperature: 0 })],
  check: ([sampled, greedy]) => {
    const texts = textsOf(sampled);
    if (new Set(texts).size > 1) return;
    if (texts[0] === textsOf(greedy)[0]) {
      throw new Inconclusive("the model gives its greedy text for every choice: does it know any other?");
    }
    // If the model prefers one token with p at each place, four choices are the same text with k other tokens with a probability
    // of at most (p ** (8 - k) * (1 - p) ** k) ** 4. For the worst case, k = 1 and p = 7/8, times 8 places, that is 5e-5.
    expectThat(false, "choices with different texts", texts);
  },
};
