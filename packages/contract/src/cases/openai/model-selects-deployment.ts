import { validateModelList } from "@completions-api/validators/openai";
import { briefRequest } from "../../case-helpers/exchanges.ts";
import { getModels } from "../../case-helpers/get-models.ts";
import { openAICompletions } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";
import { readResponse } from "../../http/read-response.ts";
import { sendRequest } from "../../http/send.ts";

/** The most models to ask: some servers list hundreds, and load each one when it is asked. */
const mostModels = 3;

export const modelSelectsDeployment: ContractCase = {
  id: "model-selects-deployment",
  title: "A listed model completes a prompt, and so does the default model without `model`",
  faces: ["openai"],
  sources: [openAICompletions("`model` is the id of the model to use, one of those that are listed.")],
  covers: ["#/components/schemas/CreateCompletionRequest/properties/model", "model-selects-deployment"],
  run: async (target) => {
    const { data } = await getModels(target, "/models", validateModelList);
    for (const model of [undefined, ...data.slice(0, mostModels).map(({ id }) => id)]) {
      const request = { body: { ...briefRequest, model } };
      const received = await readResponse(await sendRequest(target, request), request, target);
      expectThat(received.outcome === "completion", `a completion by the model ${model}`, received);
    }
  },
};
