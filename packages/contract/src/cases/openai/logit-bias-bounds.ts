import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const logitBiasBounds: ContractCase = {
  id: "logit-bias-bounds",
  title: "`logit_bias` has numbers from -100 to 100 by token number, or is null",
  faces: ["openai"],
  sources: [openAICompletions("`logit_bias` has numbers from -100 to 100 by the number of a token.")],
  covers: [
    ...under(
      "#/components/schemas/CreateCompletionRequest/properties/logit_bias",
      ...["type", "additionalProperties/type"],
      ...["additionalProperties/minimum", "additionalProperties/maximum"],
    ),
    "logit-bias-names-tokens",
  ],
  exchanges: [
    ...[{}, null, { 36: -100, 45: 100 }, { 0: 0.5 }].map((logit_bias) =>
      completes({ ...briefRequest, logit_bias }),
    ),
    ...["36", 5, [1]].map((logit_bias) => refuses({ ...briefRequest, logit_bias }, "logit_bias")),
    ...[-100.001, 100.001, "1", null].map((bias) =>
      refuses({ ...briefRequest, logit_bias: { 36: bias } }, "logit_bias", "36"),
    ),
    ...["whale", "-1", "1.5", ""].map((key) =>
      refuses({ ...briefRequest, logit_bias: { [key]: 1 } }, "logit_bias"),
    ),
  ],
};
