import { completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { textsOf } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const prompt = "The whale. The ship";
const greedy = { prompt, max_tokens: 8, temperature: 0 };
// A stop sequence in the prompt, and one that begins there, end nothing.
const requests = [greedy, { ...greedy, stop: [".", "p", "ship "] }, { ...greedy, stop: ".", stream: true }];

export const echoBeginsText: ContractCase = {
  id: "echo-begins-text",
  title: "With `echo`, each text is its prompt followed by the text that it is without `echo`",
  faces: ["openai"],
  sources: [openAICompletions("With `echo`, the prompt comes back before the completion.")],
  covers: [
    "#/components/schemas/CreateCompletionRequest/properties/echo",
    "echo-begins-text",
    "stop-excluded",
  ],
  needs: ["greedy-repeats"],
  exchanges: requests.flatMap((request) => [completes({ ...request, echo: true }), completes(request)]),
  check: (completions) => {
    for (const index of requests.keys()) {
      const [[echoed] = [], [plain] = []] = completions.slice(2 * index, 2 * index + 2).map(textsOf);
      expectThat(echoed === `${prompt}${plain}`, JSON.stringify(`${prompt}${plain}`), echoed);
    }
  },
};
