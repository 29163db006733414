import { briefRequest, completes } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const extraParametersPassThrough: ContractCase = {
  id: "extra-parameters-pass-through",
  title: "`extra-parameters: pass-through` completes a request with extra parameters",
  covers: [
    "#/components/parameters/ExtraParameters",
    "#/components/parameters/ExtraParameters/schema/enum/pass-through",
    "extra-parameters-policy",
  ],
  exchanges: [completes({ ...briefRequest, user: "Ishmael" }, { "extra-parameters": "pass-through" })],
};
