import { validateModelList } from "@completions-api/validators/openai";
import { expectError } from "../../case-helpers/expect-error.ts";
import { getModels } from "../../case-helpers/get-models.ts";
import { openAIModels } from "../../case-helpers/sources.ts";
import { properties, under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const operation = "#/paths/~1v1~1models/get";
const list = "#/components/schemas/ModelList";
const model = "#/components/schemas/ModelDescription";

export const modelsListed: ContractCase = {
  id: "models-listed",
  title: "The server lists its models by name",
  faces: ["openai"],
  sources: [openAIModels("The models are a list of objects.")],
  covers: [
    operation,
    ...under(operation, "responses/200", "responses/401", "responses/default"),
    ...under("#/components/responses/ListedModels", "headers/x-request-id", "content/application~1json"),
    `${list}/type`,
    ...properties(list, ["object", "data"], "required"),
    `${list}/properties/data/type`,
    ...under("#/components/schemas/ListObject", "type", "enum/list"),
    `${model}/type`,
    ...properties(model, ["id", "object", "owned_by"], "required", "type"),
    ...properties(model, ["created"], "required"),
    ...under(`${model}/properties`, "id/minLength", "object/enum/model", "owned_by/minLength"),
  ],
  run: async (target) => {
    const { data } = await getModels(target, "/models", validateModelList);
    const ids = data.map(({ id }) => id);
    expectThat(ids.length > 0 && new Set(ids).size === ids.length, "models with different ids", ids);
    if (target.token !== undefined) {
      const headers = { authorization: null };
      await expectError(target, { method: "GET", path: "/models", headers }, "unauthorized");
    }
    await expectError(target, { method: "POST", path: "/models", body: "{}" }, "method_not_allowed");
  },
};
