import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const stopForm: ContractCase = {
  id: "stop-form",
  title: "`stop` is a non-empty string or a list of at most four of them, or null",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("`stop` is one sequence, or a list of up to four."),
    {
      report: "https://github.com/OpenBMB/ChatDev/issues/344",
      says: "A request failed because `stop` was null.",
    },
  ],
  covers: [
    ...under("#/components/schemas/Stop/oneOf/0", "type", "minLength"),
    ...under("#/components/schemas/Stop/oneOf/1", "type", "maxItems", "items/type", "items/minLength"),
    ...under("#/components/schemas/Stop/oneOf", "0", "1"),
    ...under("#/components/schemas/CreateCompletionRequest/properties/stop/oneOf", "0", "1", "1/type"),
  ],
  exchanges: [
    ...[null, "\n", [], ["\n"], ["\n", "\t", "~", "^"]].map((stop) => completes({ ...briefRequest, stop })),
    ...["", 5, {}, ["a", "b", "c", "d", "e"]].map((stop) => refuses({ ...briefRequest, stop }, "stop")),
    refuses({ ...briefRequest, stop: ["a", ""] }, "stop", "1"),
    refuses({ ...briefRequest, stop: ["a", 5] }, "stop", "1"),
  ],
};
