import { completes } from "../../case-helpers/exchanges.ts";
import { textsOf } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const requests = [
  { prompt: "The whale. The ship", max_tokens: 24, seed: 7 },
  // A stop sequence in the prompt, and one that begins there, end nothing.
  { prompt: "The whale. The ship", max_tokens: 24, seed: 7, stop: [".", "p", "ship "] },
  { prompt: ["The whale", "", "Call me 🐋"], n: 2, max_tokens: 8, seed: 7 },
  { prompt: "The whale. The ship", max_tokens: 24, seed: 7, stop: ".", stream: true },
];

export const echoBeginsText: ContractCase = {
  id: "echo-begins-text",
  title: "With `echo`, each text is its prompt followed by the text that it is without `echo`",
  faces: ["openai"],
  covers: [
    "#/components/schemas/CreateCompletionRequest/properties/echo",
    "echo-begins-text",
    "stop-excluded",
  ],
  needs: ["greedy-repeats", "seeds-repeat"],
  exchanges: requests.flatMap((request) => [completes({ ...request, echo: true }), completes(request)]),
  check: (completions) => {
    for (const [index, { prompt, n = 1 }] of requests.entries()) {
      const [echoed = [], plain = []] = completions.slice(2 * index, 2 * index + 2).map(textsOf);
      const prompts = [prompt].flat();
      const expected = plain.map((text, position) => `${prompts[Math.floor(position / n)]}${text}`);
      expectThat(String(echoed) === String(expected), JSON.stringify(expected), echoed);
    }
  },
};
