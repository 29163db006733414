import type { ContractCase } from "../../contract-case.ts";
import { properties, under } from "../../elements/pointers.ts";
import { brief, fails } from "../exchanges.ts";

export const notFoundShape: ContractCase = {
  id: "not-found-shape",
  title: "A 404 is JSON of its schema",
  covers: [
    "#/paths/~1completions/post/responses/404",
    ...under("#/components/responses/NotFound", "headers/x-ms-error-code", "content/application~1json"),
    "#/components/schemas/NotFoundError/type",
    ...properties("#/components/schemas/NotFoundError", ["status", "error", "message"], "required", "type"),
    ...under(
      "#/components/schemas/NotFoundError/properties",
      "status/const",
      "error/minLength",
      "message/minLength",
    ),
  ],
  exchanges: [
    fails({ headers: { "azureml-model-deployment": "moby-dick-9000" }, body: brief }, { code: "not_found" }),
  ],
};
