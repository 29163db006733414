import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const extraParametersDefault: ContractCase = {
  id: "extra-parameters-default",
  title: "Without the header `extra-parameters`, extra parameters are refused",
  covers: ["#/components/parameters/ExtraParameters/schema/default", "extra-parameters-policy"],
  exchanges: [
    fails(
      { body: { ...briefRequest, model: "llama2-7b" } },
      { code: "extra_parameters_not_allowed", param: "model", mentions: ["model"] },
    ),
  ],
};
