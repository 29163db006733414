import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const extraParametersIgnore: ContractCase = {
  id: "extra-parameters-ignore",
  title: "`extra-parameters: ignore` completes the request without its extra parameters",
  covers: [
    "#/components/parameters/ExtraParameters",
    "#/components/parameters/ExtraParameters/schema/enum/ignore",
    "#/components/schemas/CreateCompletionRequest/additionalProperties",
    "extra-parameters-policy",
  ],
  exchanges: [
    completes({ ...briefRequest, model: "llama2-7b", n: 2, echo: true }, { "extra-parameters": "ignore" }),
  ],
};
