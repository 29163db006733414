import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const topPBounds: ContractCase = {
  id: "top-p-bounds",
  title: "`top_p` is a number from 0 to 1, or null",
  faces: ["completions", "openai"],
  sources: [openAICompletions("`top_p` is a probability: only the tokens that make it up are considered.")],
  covers: under(
    "#/components/schemas/CreateCompletionRequest/properties/top_p",
    "type",
    "minimum",
    "maximum",
  ),
  exchanges: [
    ...[0, 0.5, 1, null].map((top_p) => completes({ ...briefRequest, top_p })),
    ...[-0.001, 1.001, "1", [1]].map((top_p) => refuses({ ...briefRequest, top_p }, "top_p")),
  ],
};
