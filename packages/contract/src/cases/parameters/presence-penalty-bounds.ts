import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const presencePenaltyBounds: ContractCase = {
  id: "presence-penalty-bounds",
  title: "`presence_penalty` is a number from -2 to 2, or null",
  faces: ["completions", "openai"],
  sources: [openAICompletions("`presence_penalty` is a number from -2 to 2.")],
  covers: under(
    "#/components/schemas/CreateCompletionRequest/properties/presence_penalty",
    "type",
    "minimum",
    "maximum",
  ),
  exchanges: [
    ...[-2, 0.5, 2, null].map((presence_penalty) => completes({ ...briefRequest, presence_penalty })),
    ...[-2.001, 2.001, "1", [1]].map((presence_penalty) =>
      refuses({ ...briefRequest, presence_penalty }, "presence_penalty"),
    ),
  ],
};
