import { briefRequest, completes, fails } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

const headers = { "extra-parameters": "error" };

export const extraParametersError: ContractCase = {
  id: "extra-parameters-error",
  title: "`extra-parameters: error` refuses extra parameters and names all of them",
  covers: [
    "#/components/parameters/ExtraParameters/schema/enum/error",
    "#/components/schemas/ErrorCode/enum/extra_parameters_not_allowed",
    "extra-parameters-policy",
  ],
  exchanges: [
    completes(briefRequest, headers),
    fails(
      { headers, body: { ...briefRequest, echo: true, best_of: 2, user: "Ishmael" } },
      { code: "extra_parameters_not_allowed", param: "echo", mentions: ["echo", "best_of", "user"] },
    ),
  ],
};
