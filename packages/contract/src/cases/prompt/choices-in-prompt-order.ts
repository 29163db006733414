import { completes } from "../../case-helpers/exchanges.ts";
import { textsOf } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const prompts = ["The whale", "The ship", "Call me Ishmael."];
const greedy = { max_tokens: 16, temperature: 0 };

export const choicesInPromptOrder: ContractCase = {
  id: "choices-in-prompt-order",
  title: "Each choice completes the prompt at its index",
  faces: ["completions", "openai"],
  covers: ["choices-follow-prompts"],
  needs: ["greedy-repeats", "seeds-repeat"],
  exchanges: [...prompts, prompts].map((prompt) => completes({ ...greedy, prompt })),
  check: (completions) => {
    const alone = JSON.stringify(completions.slice(0, -1).flatMap(textsOf));
    const together = JSON.stringify(textsOf(completions.at(-1)));
    expectThat(together === alone, `the texts ${alone}`, together);
  },
};
