import { briefRequest } from "../../case-helpers/exchanges.ts";
import { expectError } from "../../case-helpers/expect-error.ts";
import type { ContractCase } from "../../contract-case.ts";

export const headersTooLarge: ContractCase = {
  id: "headers-too-large",
  title: "Headers of 64 kB get a 431",
  covers: ["#/components/schemas/ErrorCode/enum/headers_too_large"],
  run: (target) =>
    expectError(
      target,
      { headers: { "x-whale": "w".repeat(2 ** 16) }, body: JSON.stringify(briefRequest) },
      "headers_too_large",
    ),
};
