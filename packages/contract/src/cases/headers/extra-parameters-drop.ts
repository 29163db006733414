import type { ContractCase } from "../../contract-case.ts";
import { brief, completes } from "../exchanges.ts";

export const extraParametersDrop: ContractCase = {
  id: "extra-parameters-drop",
  title: "`extra-parameters: drop` goes on without extra parameters",
  covers: [
    "#/components/parameters/ExtraParameters",
    "#/components/parameters/ExtraParameters/schema/enum/drop",
    "#/components/schemas/CreateCompletionRequest/additionalProperties",
    "extra-parameters-policy",
  ],
  exchanges: [completes({ ...brief, model: "llama2-7b", n: 2, echo: true }, { "extra-parameters": "drop" })],
};
