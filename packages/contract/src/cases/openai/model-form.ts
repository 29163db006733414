import { briefRequest, completes, fails, refuses } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const modelForm: ContractCase = {
  id: "model-form",
  title: "`model` is a name, or null",
  faces: ["openai"],
  sources: [openAICompletions("`model` is the id of a model.")],
  covers: under("#/components/schemas/CreateCompletionRequest/properties/model", "type", "minLength"),
  exchanges: [
    completes({ ...briefRequest, model: null }),
    fails({ body: { ...briefRequest, model: "w" } }, { code: "not_found", param: "model" }),
    ...["", 5, ["moby-dick"]].map((model) => refuses({ ...briefRequest, model }, "model")),
  ],
};
