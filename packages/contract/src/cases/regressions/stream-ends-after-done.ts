import { briefRequest } from "../../case-helpers/exchanges.ts";
import { expectEndAfter } from "../../case-helpers/expect-end-after.ts";
import type { ContractCase } from "../../contract-case.ts";

export const streamEndsAfterDone: ContractCase = {
  id: "stream-ends-after-done",
  title: "The server ends the response after [DONE], so that no client waits for more",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/micz/ThunderAI/issues/252",
      says: "a proxy kept the connection open after [DONE], so that the client showed no answer",
    },
    {
      report: "https://github.com/agentscope-ai/agentscope-java/issues/2073",
      says: "a client took a stream for complete only when the connection closed, long after [DONE]",
    },
  ],
  covers: ["stream-done-is-last"],
  run: (target) =>
    expectEndAfter(target, { body: { ...briefRequest, max_tokens: 2, stream: true } }, /^data: ?\[DONE\]/m),
};
