import { briefRequest, fails } from "../../case-helpers/exchanges.ts";
import { under } from "../../case-helpers/spec-pointers.ts";
import type { ContractCase } from "../../contract-case.ts";

export const apiVersionForm: ContractCase = {
  id: "api-version-form",
  title: "`api-version` is a date, optionally followed by `-preview`",
  covers: [
    "#/components/parameters/ApiVersion",
    ...under("#/components/parameters/ApiVersion/schema", "pattern"),
  ],
  exchanges: [
    ...["2024-04-01-preview", "2024-04-01"].map((version) => ({
      request: { query: `api-version=${version}`, body: briefRequest },
      expect: { outcome: "completion" as const },
    })),
    ...["", "v1", "v2024-04-01", "2024-4-1", "2024-04-01-beta", "2024-04-01-preview-2", "2024-04-01%0A"].map(
      (version) =>
        fails(
          { query: `api-version=${version}`, body: briefRequest },
          { code: "invalid_query", param: "api-version", mentions: ["api-version"] },
        ),
    ),
  ],
};
