import { briefRequest } from "../../case-helpers/exchanges.ts";
import { expectError } from "../../case-helpers/expect-error.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const headersTooLarge: ContractCase = {
  id: "headers-too-large",
  title: "Headers of 64 kB get a 431",
  level: "should",
  sources: [
    rfc(6585, "5", "A server may refuse headers that are too large with a 431."),
    rfc(
      9110,
      "5.4",
      "HTTP has no limit for headers. A server has to refuse those that it does not want to process.",
    ),
  ],
  covers: ["#/components/schemas/ErrorCode/enum/headers_too_large"],
  runsLast: true,
  run: (target) =>
    expectError(
      target,
      { headers: { "x-whale": "w".repeat(2 ** 16) }, body: JSON.stringify(briefRequest) },
      "headers_too_large",
    ),
};
