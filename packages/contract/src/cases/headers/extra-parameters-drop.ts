import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const extraParametersDrop: ContractCase = {
  id: "extra-parameters-drop",
  title: "`extra-parameters: drop` completes the request without its extra parameters",
  covers: [
    "#/components/parameters/ExtraParameters",
    "#/components/parameters/ExtraParameters/schema/enum/drop",
    "#/components/schemas/CreateCompletionRequest/additionalProperties",
    "extra-parameters-policy",
  ],
  exchanges: [
    completes({ ...briefRequest, model: "llama2-7b", n: 2, echo: true }, { "extra-parameters": "drop" }),
  ],
};
