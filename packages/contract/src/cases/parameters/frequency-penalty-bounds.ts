import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const frequencyPenaltyBounds: ContractCase = {
  id: "frequency-penalty-bounds",
  title: "`frequency_penalty` is a number from -2 to 2, or null",
  faces: ["completions", "openai"],
  sources: [openAICompletions("`frequency_penalty` is a number from -2 to 2.")],
  covers: under(
    "#/components/schemas/CreateCompletionRequest/properties/frequency_penalty",
    "type",
    "minimum",
    "maximum",
  ),
  exchanges: [
    ...[-2, 0.5, 2, null].map((frequency_penalty) => completes({ ...briefRequest, frequency_penalty })),
    ...[-2.001, 2.001, "1", [1]].map((frequency_penalty) =>
      refuses({ ...briefRequest, frequency_penalty }, "frequency_penalty"),
    ),
  ],
};
