import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { brief, completes } from "../exchanges.ts";

export const systemFingerprint: ContractCase = {
  id: "system-fingerprint",
  title: "A server whose seeds repeat names the set-up for which they do",
  covers: [
    "#/components/schemas/CreateCompletionResponse/properties/system_fingerprint",
    "#/components/schemas/CompletionChunk/properties/system_fingerprint",
    "#/components/schemas/SystemFingerprint/type",
    "#/components/schemas/SystemFingerprint/minLength",
  ],
  needs: ["deterministic"],
  exchanges: [completes({ ...brief, seed: 7 }), completes({ ...brief, seed: 7, stream: true })],
  check: (completions) => {
    for (const { completion } of completions) {
      expectThat(Boolean(completion.system_fingerprint), "a system_fingerprint", completion);
    }
  },
};
