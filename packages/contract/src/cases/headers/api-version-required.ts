import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import type { ContractCase } from "../../contract-case.ts";

export const apiVersionRequired: ContractCase = {
  id: "api-version-required",
  title: "`api-version` is required exactly once",
  covers: [
    "#/components/parameters/ApiVersion/required",
    "#/components/schemas/ErrorCode/enum/invalid_query",
    "#/components/schemas/ContentFilterError/properties/param",
  ],
  exchanges: ["", "version=2024-04-01", "api-version=2024-04-01&api-version=2024-04-01"].map((query) =>
    fails({ query, body: briefRequest }, { code: "invalid_query", param: "api-version" }),
  ),
};
