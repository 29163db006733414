import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

// It ends most texts early: those without a limit, and those of servers that take an invalid one for none.
const stop = [" ", "e", "\n", "."];

export const maxTokensMinimum: ContractCase = {
  id: "max-tokens-minimum",
  title: "`max_tokens` is an integer of at least 1, or null",
  sources: [
    {
      report: "https://github.com/vllm-project/vllm/issues/19862",
      says: "A server answered `max_tokens: null` with a 500.",
    },
  ],
  covers: under("#/components/schemas/CreateCompletionRequest/properties/max_tokens", "type", "minimum"),
  exchanges: [
    ...[1, null].map((max_tokens) => completes({ ...briefRequest, max_tokens, stop })),
    ...[0, -1, 1.5, "4"].map((max_tokens) => refuses({ ...briefRequest, max_tokens, stop }, "max_tokens")),
  ],
};
