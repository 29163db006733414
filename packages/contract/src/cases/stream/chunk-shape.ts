import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { properties, under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

const chunk = "#/components/schemas/CompletionChunk";
const choice = "#/components/schemas/ChunkChoice";

export const chunkShape: ContractCase = {
  id: "chunk-shape",
  title: "Each event of a stream is JSON that follows its schema",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions("An event of a stream is an object of the same type as the completion."),
    {
      report: "https://github.com/ollama/ollama/issues/4357",
      says: "Events had an empty text as their `finish_reason`.",
    },
    {
      report: "https://github.com/mudler/LocalAI/issues/1194",
      says: "Events had neither an index nor a finish reason.",
    },
  ],
  covers: [
    "#/components/schemas/CompletionEvent/oneOf/0",
    `${chunk}/type`,
    ...properties(chunk, ["id", "object", "created", "model", "choices"], "required"),
    ...properties(chunk, ["usage"], "oneOf/0", "oneOf/1", "oneOf/1/type"),
    `${chunk}/properties/choices/type`,
    `${choice}/type`,
    ...properties(choice, ["index", "text"], "required", "type"),
    ...under(choice, "properties/index/minimum"),
    ...properties(choice, ["finish_reason"], "required", "oneOf/0", "oneOf/1", "oneOf/1/type"),
  ],
  exchanges: [completes({ ...briefRequest, stream: true })],
};
