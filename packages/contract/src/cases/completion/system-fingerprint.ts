import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

export const systemFingerprint: ContractCase = {
  id: "system-fingerprint",
  title: "A completion has a `system_fingerprint`, streamed or not",
  faces: ["completions", "openai"],
  sources: [openAICompletions("`system_fingerprint` identifies the configuration of the server.")],
  covers: [
    "#/components/schemas/CreateCompletionResponse/properties/system_fingerprint",
    "#/components/schemas/CompletionChunk/properties/system_fingerprint",
    "#/components/schemas/SystemFingerprint/type",
    "#/components/schemas/SystemFingerprint/minLength",
  ],
  needs: ["fingerprint"],
  exchanges: [completes(briefRequest), completes({ ...briefRequest, stream: true })],
  check: (completions) => {
    for (const { completion } of completions) {
      expectThat(Boolean(completion.system_fingerprint), "a system_fingerprint", completion);
    }
  },
};
