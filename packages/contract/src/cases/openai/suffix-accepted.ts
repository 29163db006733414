import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

const suffix = "#/components/schemas/CreateCompletionRequest/properties/suffix";

export const suffixAccepted: ContractCase = {
  id: "suffix-accepted",
  title: "`suffix`, the text after the completion, is a string or null",
  faces: ["openai"],
  sources: [
    openAICompletions("`suffix` is the text after the completion."),
    { report: "https://github.com/open-webui/open-webui/issues/7158", says: "A proxy dropped `suffix`." },
  ],
  covers: [suffix, ...under(suffix, "type")],
  exchanges: [
    ...[" said the captain.", "", null].map((text) => completes({ ...briefRequest, suffix: text })),
    completes({ ...briefRequest, suffix: "\n}", stream: true }),
    ...[5, ["The sea"]].map((text) => refuses({ ...briefRequest, suffix: text }, "suffix")),
  ],
};
