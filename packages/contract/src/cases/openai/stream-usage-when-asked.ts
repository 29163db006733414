import { briefRequest, completes, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

const options = "#/components/schemas/CreateCompletionRequest/properties/stream_options";
const request = { ...briefRequest, stream: true };

export const streamUsageWhenAsked: ContractCase = {
  id: "stream-usage-when-asked",
  title: "A stream has its usage in an event of its own, if and only if `stream_options` asks for it",
  faces: ["openai"],
  sources: [
    openAICompletions(
      "With `include_usage`, an event without choices precedes `[DONE]` and has the usage; that of all others is null.",
    ),
    {
      report: "https://github.com/Portkey-AI/gateway/issues/1338",
      says: "Two events of a stream had the usage.",
    },
  ],
  covers: [
    options,
    `${options}/type`,
    ...under(`${options}/properties`, "include_usage", "include_usage/type"),
    ...under("#/components/schemas/CompletionChunk/properties/usage", "oneOf/0", "oneOf/1"),
    "stream-usage-last",
    "usage-adds-up",
  ],
  exchanges: [
    completes({ ...request, stream_options: { include_usage: true } }),
    completes(request),
    ...[null, {}, { include_usage: false }, { include_usage: null }].map((stream_options) =>
      completes({ ...request, stream_options }),
    ),
    ...[true, "include_usage", ["include_usage"]].map((stream_options) =>
      refuses({ ...request, stream_options }, "stream_options"),
    ),
    ...["true", 1].map((include_usage) =>
      refuses({ ...request, stream_options: { include_usage } }, "stream_options", "include_usage"),
    ),
  ],
};
