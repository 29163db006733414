import { briefRequest, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

const stream_options = { include_usage: true };

export const streamOptionsNeedStream: ContractCase = {
  id: "stream-options-need-stream",
  title: "`stream_options` without `stream` are refused",
  faces: ["openai"],
  sources: [openAICompletions("`stream_options` are only for requests with `stream`.")],
  covers: ["stream-options-need-stream"],
  exchanges: [
    refuses({ ...briefRequest, stream_options }, "stream_options"),
    refuses({ ...briefRequest, stream: false, stream_options }, "stream_options"),
  ],
};
