import type { ContractCase } from "../../contract-case.ts";
import { brief, completes } from "../exchanges.ts";

export const extraParametersPassThrough: ContractCase = {
  id: "extra-parameters-pass-through",
  title: "`extra-parameters: pass-through` goes on with extra parameters",
  covers: [
    "#/components/parameters/ExtraParameters",
    "#/components/parameters/ExtraParameters/schema/enum/pass-through",
    "extra-parameters-policy",
  ],
  exchanges: [completes({ ...brief, user: "Ishmael" }, { "extra-parameters": "pass-through" })],
};
