import type { ContractCase } from "../../contract-case.ts";
import { under } from "../../elements/pointers.ts";
import { brief, completes, refuses } from "../exchanges.ts";

export const maxTokensMinimum: ContractCase = {
  id: "max-tokens-minimum",
  title: "`max_tokens` is a whole number from 1 on",
  covers: under("#/components/schemas/CreateCompletionRequest/properties/max_tokens", "type", "minimum"),
  exchanges: [
    completes({ ...brief, max_tokens: 1 }),
    ...[0, -1, 1.5, "4", null].map((max_tokens) => refuses({ ...brief, max_tokens }, "max_tokens")),
  ],
};
