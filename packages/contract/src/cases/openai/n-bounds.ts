import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const nBounds: ContractCase = {
  id: "n-bounds",
  title: "`n` is an integer from 1 to 128, or null",
  faces: ["openai"],
  sources: [openAICompletions("`n` is an integer from 1 to 128.")],
  covers: under("#/components/schemas/CreateCompletionRequest/properties/n", "type", "minimum", "maximum"),
  exchanges: [
    ...[1, 2, 128, null].map((n) => completes({ ...briefRequest, max_tokens: 1, n })),
    ...[0, 129, 1.5, "2"].map((n) => refuses({ ...briefRequest, n }, "n")),
  ],
};
