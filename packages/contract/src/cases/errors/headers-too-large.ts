import type { ContractCase } from "../../contract-case.ts";
import { brief } from "../exchanges.ts";
import { expectError } from "../expect-error.ts";

export const headersTooLarge: ContractCase = {
  id: "headers-too-large",
  title: "Headers of 64 kB are a 431",
  covers: ["#/components/schemas/ErrorCode/enum/headers_too_large"],
  run: (target) =>
    expectError(
      target,
      { headers: { "x-whale": "w".repeat(2 ** 16) }, body: JSON.stringify(brief) },
      "headers_too_large",
    ),
};
