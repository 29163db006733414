import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const bestOfNotStreamed: ContractCase = {
  id: "best-of-not-streamed",
  title: "A stream has no `best_of` greater than `n`",
  faces: ["openai"],
  sources: [openAICompletions("A completion that is the best of several is not streamed.")],
  covers: ["best-of-not-streamed"],
  exchanges: [
    completes({ ...briefRequest, n: 2, best_of: 2, stream: true }),
    refuses({ ...briefRequest, best_of: 2, stream: true }, "best_of"),
    refuses({ ...briefRequest, n: 2, best_of: 3, stream: true }, "best_of"),
  ],
};
