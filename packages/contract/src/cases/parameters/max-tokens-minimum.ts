import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

// It ends most texts early, since without a limit a text has up to 256 tokens.
const stop = [" ", "e", "\n", "."];

export const maxTokensMinimum: ContractCase = {
  id: "max-tokens-minimum",
  title: "`max_tokens` is an integer of at least 1, or null",
  covers: under("#/components/schemas/CreateCompletionRequest/properties/max_tokens", "type", "minimum"),
  exchanges: [
    ...[1, null].map((max_tokens) => completes({ ...briefRequest, max_tokens, stop })),
    ...[0, -1, 1.5, "4"].map((max_tokens) => refuses({ ...briefRequest, max_tokens }, "max_tokens")),
  ],
};
