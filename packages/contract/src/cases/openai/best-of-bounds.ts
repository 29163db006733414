import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const bestOfBounds: ContractCase = {
  id: "best-of-bounds",
  title: "`best_of` is an integer from `n` to 20, or null",
  faces: ["openai"],
  sources: [openAICompletions("`best_of` is at most 20, and not less than `n`.")],
  covers: [
    ...under("#/components/schemas/CreateCompletionRequest/properties/best_of", "type", "minimum", "maximum"),
    "best-of-at-least-n",
  ],
  exchanges: [
    ...[1, 20, null].map((best_of) => completes({ ...briefRequest, max_tokens: 1, best_of })),
    completes({ ...briefRequest, n: 3, best_of: 3 }),
    ...[0, 21, 1.5, "2"].map((best_of) => refuses({ ...briefRequest, best_of }, "best_of")),
    refuses({ ...briefRequest, n: 3, best_of: 2 }, "best_of"),
  ],
};
