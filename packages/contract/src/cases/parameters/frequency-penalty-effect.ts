import { completes } from "../../case-helpers/exchanges.ts";
import { shareOfNewText, textsOf } from "../../case-helpers/texts.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const request = { prompt: "The whale", max_tokens: 64, temperature: 0 };

export const frequencyPenaltyEffect: ContractCase = {
  id: "frequency-penalty-effect",
  title: "A higher `frequency_penalty` makes a text less repetitive",
  covers: ["#/components/schemas/CreateCompletionRequest/properties/frequency_penalty"],
  needs: ["deterministic"],
  exchanges: [-2, 2].map((frequency_penalty) => completes({ ...request, frequency_penalty })),
  check: (completions) => {
    const [negative = 0, positive = 0] = completions.flatMap(textsOf).map(shareOfNewText);
    expectThat(
      positive > negative,
      `a larger share of new text with 2 than ${negative}, the share with -2`,
      positive,
    );
  },
};
