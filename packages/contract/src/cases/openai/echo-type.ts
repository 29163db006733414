import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const echoType: ContractCase = {
  id: "echo-type",
  title: "`echo` is true, false or null",
  faces: ["openai"],
  sources: [openAICompletions("`echo` is a boolean.")],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/echo/type"],
  exchanges: [
    ...[true, false, null].map((echo) => completes({ ...briefRequest, echo })),
    ...["true", 1].map((echo) => refuses({ ...briefRequest, echo }, "echo")),
  ],
};
