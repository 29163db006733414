import { briefRequest, fails, refuses } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const errorCodeHeader: ContractCase = {
  id: "error-code-header",
  title: "Every error has its code in `x-ms-error-code`; a `code` in the body is the same",
  covers: [
    ...["Unauthorized", "NotFound", "UnprocessableContent", "Other"].map(
      (error) => `#/components/headers/${error}ErrorCode/required` as const,
    ),
    "error-code-header",
  ],
  exchanges: [
    refuses({ ...briefRequest, top_p: 2 }, "top_p"),
    fails({ query: "", body: briefRequest }, { code: "invalid_query" }),
    fails({ headers: { authorization: null }, body: briefRequest }, { code: "unauthorized" }),
    fails(
      { headers: { "azureml-model-deployment": "moby-dick-9000" }, body: briefRequest },
      { code: "not_found" },
    ),
  ],
};
