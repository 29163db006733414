import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const streamType: ContractCase = {
  id: "stream-type",
  title: "`stream` is true, false or null",
  faces: ["completions", "openai"],
  sources: [openAICompletions("`stream` is a boolean.")],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/stream/type"],
  exchanges: [
    ...[true, false, null].map((stream) => completes({ ...briefRequest, stream })),
    ...["true", 1].map((stream) => refuses({ ...briefRequest, stream }, "stream")),
  ],
};
