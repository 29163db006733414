import type { ContractCase } from "../../contract-case.ts";
import { brief, fails } from "../exchanges.ts";

export const apiVersionRequired: ContractCase = {
  id: "api-version-required",
  title: "`api-version` must be there, once",
  covers: [
    "#/components/parameters/ApiVersion/required",
    "#/components/schemas/ErrorCode/enum/invalid_query",
    "#/components/schemas/ContentFilterError/properties/param",
  ],
  exchanges: ["", "version=2024-04-01", "api-version=2024-04-01&api-version=2024-04-01"].map((query) =>
    fails({ query, body: brief }, { code: "invalid_query", param: "api-version" }),
  ),
};
