import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const unknownParametersRefused: ContractCase = {
  id: "unknown-parameters-refused",
  title: "A parameter that the API does not define is refused, and named",
  faces: ["openai"],
  covers: ["unknown-parameters-refused", "#/components/schemas/ErrorCode/enum/unknown_parameter"],
  exchanges: [
    ...["top_k", "N", "max_completion_tokens"].map((name) =>
      fails(
        { body: { ...briefRequest, [name]: 4 } },
        { code: "extra_parameters_not_allowed", param: name, mentions: [name] },
      ),
    ),
    fails(
      { headers: { "extra-parameters": "ignore" }, body: { ...briefRequest, top_k: 4 } },
      { code: "extra_parameters_not_allowed", param: "top_k" },
    ),
  ],
};
