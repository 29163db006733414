import { isDeepStrictEqual } from "node:util";
import { validateModelDescription, validateModelList } from "@completions-api/validators/openai";
import { expectError } from "../../case-helpers/expect-error.ts";
import { getModels } from "../../case-helpers/get-models.ts";
import { openAIModels } from "../../case-helpers/sources.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";
import { expectThat } from "../../contract-violation.ts";

const operation = "#/paths/~1v1~1models~1{model}/get";

/** The most models to ask about: some servers list hundreds. */
const mostModels = 3;

export const modelDescribed: ContractCase = {
  id: "model-described",
  title: "Each listed model has a description of its own, and an unknown one gets a 404",
  faces: ["openai"],
  sources: [
    openAIModels("A model is described by its id, its type, the time of its creation and its owner."),
  ],
  covers: [
    operation,
    "#/components/parameters/ModelName",
    ...under(operation, "responses/200", "responses/401", "responses/404", "responses/default"),
    ...under("#/components/responses/RetrievedModel", "headers/x-request-id", "content/application~1json"),
  ],
  run: async (target) => {
    const { data } = await getModels(target, "/models", validateModelList);
    const paths = data.slice(0, mostModels).map(({ id }) => `/models/${encodeURIComponent(id)}`);
    for (const [index, path] of paths.entries()) {
      const description = await getModels(target, path, validateModelDescription);
      expectThat(isDeepStrictEqual(description, data[index]), JSON.stringify(data[index]), description);
    }
    const [path = ""] = paths;
    const headers = { authorization: null };
    await expectError(target, { method: "GET", path, headers }, "unauthorized");
    await expectError(target, { method: "DELETE", path }, "method_not_allowed");
    const unknown = { method: "GET", path: "/models/moby-dick-9000" };
    await expectError(target, unknown, "not_found", "model");
  },
};
