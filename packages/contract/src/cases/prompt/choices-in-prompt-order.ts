import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { textsOf } from "../../case-helpers/texts.ts";
import { type ContractCase, Inconclusive } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const prompts = ["The whale", "The ship", "Call me Ishmael."];
const greedy = { max_tokens: 6, temperature: 0 };

export const choicesInPromptOrder: ContractCase = {
  id: "choices-in-prompt-order",
  title: "Each choice completes the prompt at its index, streamed or not",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("Each prompt has its own completion."),
    {
      report: "https://github.com/openai/openai-python/issues/90",
      says: "A choice had the index of another prompt.",
    },
  ],
  covers: ["choices-follow-prompts"],
  needs: ["greedy-repeats", "several-prompts"],
  exchanges: [
    ...[...prompts, prompts].map((prompt) => completes({ ...greedy, prompt })),
    completes({ ...greedy, prompt: prompts, stream: true }),
  ],
  check: (completions) => {
    const alone = completions.slice(0, prompts.length).map((completion) => textsOf(completion)[0]);
    if (new Set(alone).size < prompts.length) {
      throw new Inconclusive(`the model continues two of the prompts alike: ${JSON.stringify(alone)}`);
    }
    for (const completion of completions.slice(prompts.length)) {
      const together = textsOf(completion);
      const isMisplaced = together.some((text, index) => alone.includes(text) && text !== alone[index]);
      expectThat(!isMisplaced, `the texts ${JSON.stringify(alone)}`, together);
      if (!together.some((text) => alone.includes(text))) {
        throw new Inconclusive("the model continues no prompt as it does alone");
      }
    }
  },
};
