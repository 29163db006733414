import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const extraParametersUnknownPolicy: ContractCase = {
  id: "extra-parameters-unknown-policy",
  title: "An unknown value of `extra-parameters` is refused",
  covers: ["#/components/parameters/ExtraParameters", "#/components/schemas/ErrorCode/enum/invalid_header"],
  exchanges: ["", "allow", "Ignore", "ignore, drop"].map((policy) =>
    fails(
      { headers: { "extra-parameters": policy }, body: briefRequest },
      { code: "invalid_header", param: "extra-parameters", mentions: ["extra-parameters"] },
    ),
  ),
};
