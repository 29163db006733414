import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const temperatureBounds: ContractCase = {
  id: "temperature-bounds",
  title: "`temperature` is a number from 0 to 2, or null",
  faces: ["completions", "openai"],
  sources: [openAICompletions("`temperature` is a number from 0 to 2.")],
  covers: under(
    "#/components/schemas/CreateCompletionRequest/properties/temperature",
    "type",
    "minimum",
    "maximum",
  ),
  exchanges: [
    ...[0, 0.5, 2, null].map((temperature) => completes({ ...briefRequest, temperature })),
    ...[-0.001, 2.001, "1", [1]].map((temperature) =>
      refuses({ ...briefRequest, temperature }, "temperature"),
    ),
  ],
};
