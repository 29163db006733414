import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const streamMediaType: ContractCase = {
  id: "stream-media-type",
  title: "`stream` decides whether the response is a stream, whatever `Accept` says",
  faces: ["completions", "openai"],
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
