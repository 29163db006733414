import { briefRequest } from "../../case-helpers/exchanges.ts";
import { expectError } from "../../case-helpers/expect-error.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const unknownMethod: ContractCase = {
  id: "unknown-method",
  title: "A method that the route does not support gets a 405, which lists those that it supports",
  faces: ["completions", "openai"],
  sources: [
    rfc(
      9110,
      "15.5.6",
      "A 405 says that the resource does not support the method, and lists those that it supports.",
    ),
    rfc(9110, "10.2.1", "`Allow` lists the methods of a resource."),
  ],
  covers: [
    "#/paths/~1completions/post",
    "#/components/schemas/ErrorCode/enum/method_not_allowed",
    "#/components/responses/OtherError/headers/Allow",
    "#/components/headers/Allow/schema/minLength",
  ],
  run: async (target) => {
    const body = JSON.stringify(briefRequest);
    for (const method of ["PUT", "PATCH", "DELETE"])
      await expectError(target, { method, body }, "method_not_allowed");
    await expectError(target, { method: "GET" }, "method_not_allowed");
  },
};
