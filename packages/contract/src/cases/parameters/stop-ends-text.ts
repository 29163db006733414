import { completes } from "../../case-helpers/exchanges.ts";
import { textsOf } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "The whale", max_tokens: 64, seed: 7 };
// Some lie inside one token, others span two.
const stops = [" ", "e", "e s", ["zq", "th", "an", "."]];

export const stopEndsText: ContractCase = {
  id: "stop-ends-text",
  title: "The text ends before the first stop sequence that the model generates",
  faces: ["completions", "openai"],
  covers: [
    "#/components/schemas/CreateCompletionRequest/properties/stop",
    "#/components/schemas/CompletionFinishReason/enum/stop",
    "stop-excluded",
  ],
  needs: ["greedy-repeats", "seeds-repeat"],
  exchanges: [
    completes(request),
    ...stops.flatMap((stop) => [
      completes({ ...request, stop }),
      completes({ ...request, stop, stream: true }),
    ]),
  ],
  check: ([whole, ...stopped]) => {
    const [text = ""] = textsOf(whole);
    for (const [index, { completion }] of stopped.entries()) {
      const ends = [stops[Math.floor(index / 2)] ?? []].flat().map((stop) => text.indexOf(stop));
      const end = Math.min(...ends.filter((start) => start >= 0));
      const [choice] = completion.choices;
      expectThat(
        choice?.text === text.slice(0, end),
        `the text ${JSON.stringify(text.slice(0, end))}`,
        choice,
      );
      if (end < text.length) expectThat(choice.finish_reason === "stop", "finish_reason stop", choice);
    }
  },
};
