import { briefRequest } from "../../case-helpers/exchanges.ts";
import { expectError } from "../../case-helpers/expect-error.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const unknownRoute: ContractCase = {
  id: "unknown-route",
  title: "An unknown route gets a 404",
  faces: ["completions", "openai"],
  sources: [rfc(9110, "15.5.5", "A 404 says that the server has no such resource.")],
  covers: ["#/paths/~1completions/post/responses/404"],
  run: async (target) => {
    const body = JSON.stringify(briefRequest);
    for (const path of ["/completion", "/completions/1", "/Completions"]) {
      await expectError(target, { path, body }, "not_found");
    }
  },
};
