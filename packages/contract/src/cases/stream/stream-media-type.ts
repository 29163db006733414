import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions, rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const streamMediaType: ContractCase = {
  id: "stream-media-type",
  title: "`stream` decides whether the response is a stream, whatever `Accept` says",
  faces: ["completions", "openai"],
  sources: [
    rfc(9110, "12.5.1", "`Accept` is a preference. A server may disregard it."),
    openAICompletions("`stream` decides if the completion is sent in parts."),
    {
      report: "https://github.com/openclaw/openclaw/issues/96497",
      says: "A stream had the media type of JSON.",
    },
  ],
  covers: [
    "#/components/schemas/CreateCompletionRequest/properties/stream",
    "#/components/responses/Completion/content/application~1json",
    "#/components/responses/Completion/content/text~1event-stream",
  ],
  exchanges: ["application/json", "text/event-stream", "text/html"].flatMap((accept) => [
    completes({ ...briefRequest, stream: true }, { accept }),
    completes({ ...briefRequest, stream: false }, { accept }),
  ]),
};
