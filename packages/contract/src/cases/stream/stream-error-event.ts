import type { ContractCase } from "../../contract-case.ts";
import { properties } from "../../elements/pointers.ts";
import { brief } from "../exchanges.ts";

export const streamErrorEvent: ContractCase = {
  id: "stream-error-event",
  title: "A failure after the first event is an event, and the last",
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
      body: { ...brief, max_tokens: 16, stream: true },
    },
    expect: { outcome: "interrupted" },
  })),
};
