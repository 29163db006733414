import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const modelUnknown: ContractCase = {
  id: "model-unknown",
  title: "A `model` that the server does not have gets a 404 that names it",
  faces: ["openai"],
  sources: [openAICompletions("`model` is the id of the model to use, one of those that are listed.")],
  covers: [
    "#/paths/~1completions/post/responses/404",
    "#/components/schemas/ErrorCode/enum/model_not_found",
    "model-selects-deployment",
  ],
  exchanges: [false, true].map((stream) =>
    fails(
      { body: { ...briefRequest, model: "moby-dick-9000", stream } },
      { code: "not_found", param: "model", mentions: ["moby-dick-9000"] },
    ),
  ),
};
