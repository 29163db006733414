import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import { rfc } from "../../case-helpers/sources.ts";
import { properties, under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

const error = "#/components/schemas/ContentFilterError";

export const otherErrorShape: ContractCase = {
  id: "other-error-shape",
  title: "An error without its own schema is JSON that follows ContentFilterError",
  sources: [
    rfc(
      9110,
      "15.5.1",
      "A 400 says that the server cannot process the request because of an error of the client.",
    ),
  ],
  covers: [
    "#/paths/~1completions/post/responses/default",
    ...under("#/components/responses/OtherError", "headers/x-ms-error-code", "content/application~1json"),
    `${error}/type`,
    ...properties(error, ["status", "error", "message"], "required", "type"),
    ...properties(error, ["code"], "required"),
    ...properties(error, ["param"], "type"),
    ...under(
      `${error}/properties`,
      "status/minimum",
      "status/maximum",
      "error/minLength",
      "message/minLength",
    ),
    "#/components/schemas/ErrorCode/type",
  ],
  exchanges: [
    fails(
      { query: "api-version=whale", body: briefRequest },
      { code: "invalid_query", param: "api-version" },
    ),
    fails(
      { body: { ...briefRequest, model: "llama2-7b" } },
      { code: "extra_parameters_not_allowed", param: "model" },
    ),
  ],
};
