import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { textsOf } from "../compare-texts.ts";
import { completes } from "../exchanges.ts";
import { shareOfNewText } from "../share-of-new-text.ts";

const request = { prompt: "The whale", max_tokens: 64, temperature: 0 };

export const presencePenaltyEffect: ContractCase = {
  id: "presence-penalty-effect",
  title: "`presence_penalty` makes a text repeat itself less",
  covers: ["#/components/schemas/CreateCompletionRequest/properties/presence_penalty"],
  needs: ["deterministic"],
  exchanges: [-2, 2].map((presence_penalty) => completes({ ...request, presence_penalty })),
  check: (completions) => {
    const [negative = 0, positive = 0] = completions.flatMap(textsOf).map(shareOfNewText);
    expectThat(positive > negative, `more new text with 2 than the share ${negative} with -2`, positive);
  },
};
