import { briefRequest } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import { properties } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const streamErrorEvent: ContractCase = {
  id: "stream-error-event",
  title: "A failure after the first event becomes an error event, which ends the stream",
  faces: ["completions", "openai"],
  sources: [rfc(9110, "15", "A response has one final status, which precedes its content.")],
  covers: [
    "#/components/schemas/CompletionEvent/oneOf/1",
    "#/components/schemas/CompletionErrorEvent/type",
    ...properties("#/components/schemas/CompletionErrorEvent", ["error"], "required"),
    "stream-error-event",
  ],
  needs: ["prefer"],
  exchanges: [1, 3].map((after) => ({
    request: {
      headers: { prefer: `fault=error, after=${after}` },
      body: { ...briefRequest, max_tokens: 16, stream: true },
    },
    expect: { outcome: "interrupted" },
  })),
};
