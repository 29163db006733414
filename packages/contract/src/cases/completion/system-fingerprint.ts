import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { brief, completes } from "../exchanges.ts";

export const systemFingerprint: ContractCase = {
  id: "system-fingerprint",
  title: "A completion names the set-up that made it, streamed or not",
  covers: [
    "#/components/schemas/CreateCompletionResponse/properties/system_fingerprint",
    "#/components/schemas/CompletionChunk/properties/system_fingerprint",
    "#/components/schemas/SystemFingerprint/type",
    "#/components/schemas/SystemFingerprint/minLength",
  ],
  needs: ["fingerprint"],
  exchanges: [completes(brief), completes({ ...brief, stream: true })],
  check: (completions) => {
    for (const { completion } of completions) {
      expectThat(Boolean(completion.system_fingerprint), "a system_fingerprint", completion);
    }
  },
};
