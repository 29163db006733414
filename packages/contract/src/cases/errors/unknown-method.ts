import type { ContractCase } from "../../contract-case.ts";
import { brief } from "../exchanges.ts";
import { expectError } from "../expect-error.ts";

export const unknownMethod: ContractCase = {
  id: "unknown-method",
  title: "A method that the route does not know is a 405",
  covers: ["#/paths/~1completions/post", "#/components/schemas/ErrorCode/enum/method_not_allowed"],
  run: async (target) => {
    const body = JSON.stringify(brief);
    for (const method of ["PUT", "PATCH", "DELETE"])
      await expectError(target, { method, body }, "method_not_allowed");
    await expectError(target, { method: "GET" }, "method_not_allowed");
  },
};
