import type { ContractCase } from "../../contract-case.ts";
import { brief, fails, refuses } from "../exchanges.ts";

export const errorCodeHeader: ContractCase = {
  id: "error-code-header",
  title: "Every error has its code in `x-ms-error-code`, and the same one in a body that has a code",
  covers: ["#/components/headers/ErrorCode/required", "error-code-header"],
  exchanges: [
    refuses({ ...brief, top_p: 2 }, "top_p"),
    fails({ query: "", body: brief }, { code: "invalid_query" }),
    fails({ headers: { authorization: null }, body: brief }, { code: "unauthorized" }),
    fails({ headers: { "azureml-model-deployment": "moby-dick-9000" }, body: brief }, { code: "not_found" }),
  ],
};
