import { completes } from "../../case-helpers/exchanges.ts";
import { textsOf } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { max_tokens: 32, temperature: 1 };

export const choicesOfEachPrompt: ContractCase = {
  id: "choices-of-each-prompt",
  title: "Each prompt has `n` choices, whose texts differ if they are sampled",
  faces: ["openai"],
  covers: [
    "#/components/schemas/CreateCompletionRequest/properties/n",
    "choices-follow-prompts",
    "stream-every-choice-ends",
  ],
  exchanges: [
    completes({ ...request, prompt: "The whale", n: 2, seed: 7 }),
    completes({ ...request, prompt: ["The whale", "The ship"], n: 3, seed: 7 }),
    completes({ ...request, prompt: ["The whale", "The ship"], n: 3, stream: true }),
  ],
  check: (completions) => {
    for (const completion of completions) {
      const texts = textsOf(completion);
      expectThat(new Set(texts).size > texts.length / 2, "choices with different texts", texts);
    }
  },
};
