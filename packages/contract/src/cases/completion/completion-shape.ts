import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import { openAICompletions, rfc } from "../../case-helpers/sources.ts";
import { properties, under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

const response = "#/components/schemas/CreateCompletionResponse";

export const completionShape: ContractCase = {
  id: "completion-shape",
  title: "A completion is JSON that follows its schema",
  faces: ["completions", "openai"],
  sources: [
    openAICompletions(
      "A completion is an object of type `text_completion` with choices, each with an index, a text and a reason for its end.",
    ),
    rfc(8259, "2", "A JSON text is one value."),
    {
      report: "https://github.com/huggingface/text-generation-inference/issues/2211",
      says: "A completion had no finish reason.",
    },
  ],
  covers: [
    "#/paths/~1completions/post/responses/200",
    "#/components/responses/Completion/content/application~1json",
    `${response}/type`,
    ...properties(response, ["id", "object", "created", "model", "choices", "usage"], "required"),
    ...under(response, "properties/choices/type", "properties/choices/minItems"),
    ...under(
      "#/components/schemas",
      "CompletionId/type",
      "CompletionId/minLength",
      "Model/type",
      "Model/minLength",
      "Created/type",
      "Created/minimum",
      "Created/maximum",
    ),
    ...under("#/components/schemas/TextCompletionObject", "type", "enum/text_completion"),
    "#/components/schemas/Choices/type",
    ...properties("#/components/schemas/Choices", ["index", "text"], "required", "type"),
    ...under("#/components/schemas/Choices", "properties/index/minimum"),
    ...properties("#/components/schemas/Choices", ["finish_reason"], "required"),
    "#/components/schemas/CompletionFinishReason/type",
  ],
  exchanges: [completes(briefRequest), completes({ ...briefRequest, prompt: "The 🐋" })],
};
