import type { ContractCase } from "../../contract-case.ts";
import { brief, completes } from "../exchanges.ts";

export const streamMediaType: ContractCase = {
  id: "stream-media-type",
  title: "`stream` decides whether the answer is a stream, whatever `Accept` says",
  covers: [
    "#/components/schemas/CreateCompletionRequest/properties/stream",
    "#/components/responses/Completion/content/application~1json",
    "#/components/responses/Completion/content/text~1event-stream",
  ],
  exchanges: ["*/*", "application/json", "text/event-stream", "text/html"].flatMap((accept) => [
    completes({ ...brief, stream: true }, { accept }),
    completes({ ...brief, stream: false }, { accept }),
  ]),
};
