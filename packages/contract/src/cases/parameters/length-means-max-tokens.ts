import { completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "Call me Ishmael.", temperature: 0 };

export const lengthMeansMaxTokens: ContractCase = {
  id: "length-means-max-tokens",
  title: "`finish_reason` is `length` if and only if a larger `max_tokens` gives more text",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/CompletionFinishReason/enum/length", "length-means-max-tokens"],
  needs: ["greedy-repeats", "seeds-repeat"],
  exchanges: [
    ...[1, 4, 256].map((max_tokens) => completes({ ...request, max_tokens })),
    completes({ ...request, max_tokens: 256, stop: [" ", "e"] }),
  ],
  check: (completions) => {
    const [one, few, whole] = completions.flatMap(({ completion }) => completion.choices);
    for (const choice of [one, few]) {
      const wasCut = choice?.text !== whole?.text;
      expectThat(
        (choice?.finish_reason === "length") === wasCut,
        `a finish_reason ${wasCut ? "length" : "other than length"}`,
        choice,
      );
    }
  },
};
