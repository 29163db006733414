import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import { properties, under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const notFoundShape: ContractCase = {
  id: "not-found-shape",
  title: "A 404 is JSON that follows its schema",
  sources: [rfc(9110, "15.5.5", "A 404 says that the server has no such resource.")],
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
    fails(
      { headers: { "azureml-model-deployment": "moby-dick-9000" }, body: briefRequest },
      { code: "not_found" },
    ),
  ],
};
