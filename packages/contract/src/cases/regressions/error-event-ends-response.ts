import { briefRequest } from "../../case-helpers/exchanges.ts";
import { expectEndAfter } from "../../case-helpers/expect-end-after.ts";
import type { ContractCase } from "../../contract-case.ts";

export const errorEventEndsResponse: ContractCase = {
  id: "error-event-ends-response",
  title: "The server ends the response after an error event, so that no client waits for more",
  faces: ["completions", "openai"],
  sources: [
    {
      report: "https://github.com/huggingface/text-generation-inference/issues/1896",
      says: "after an error within a stream neither [DONE] nor an end came, so that clients hung",
    },
    {
      report: "https://github.com/vllm-project/vllm-metal/issues/199",
      says: "the server went silent within a stream and never closed the connection",
    },
  ],
  covers: ["stream-error-event"],
  needs: ["prefer"],
  run: (target) => {
    const request = {
      headers: { prefer: "fault=error, after=1" },
      body: { ...briefRequest, max_tokens: 8, stream: true },
    };
    return expectEndAfter(target, request, /^data: ?\{ ?"error".*$/m);
  },
};
