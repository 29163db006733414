import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { expectOtherText, textsOf } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";

const request = { prompt: "The whale", max_tokens: 8 };

export const choicesDiffer: ContractCase = {
  id: "choices-differ",
  title: "The texts of a prompt's choices differ if they are sampled",
  faces: ["openai"],
  sources: [openAICompletions("Each prompt has `n` completions.")],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/n"],
  exchanges: [completes({ ...request, n: 4, temperature: 2 }), completes({ ...request, temperature: 0 })],
  check: ([sampled, greedy]) => {
    const [first = "", ...others] = textsOf(sampled);
    if (others.every((text) => text === first)) expectOtherText(first, first, String(textsOf(greedy)));
  },
};
