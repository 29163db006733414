import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { textsOf } from "../compare-texts.ts";
import { completes } from "../exchanges.ts";
import { shareOfNewText } from "../share-of-new-text.ts";

const request = { prompt: "The whale", max_tokens: 64, temperature: 0 };

export const frequencyPenaltyEffect: ContractCase = {
  id: "frequency-penalty-effect",
  title: "`frequency_penalty` makes a text repeat itself less",
  covers: ["#/components/schemas/CreateCompletionRequest/properties/frequency_penalty"],
  needs: ["deterministic"],
  exchanges: [-2, 2].map((frequency_penalty) => completes({ ...request, frequency_penalty })),
  check: (completions) => {
    const [negative = 0, positive = 0] = completions.flatMap(textsOf).map(shareOfNewText);
    expectThat(positive > negative, `more new text with 2 than the share ${negative} with -2`, positive);
  },
};
