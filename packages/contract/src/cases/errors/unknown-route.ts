import type { ContractCase } from "../../contract-case.ts";
import { brief } from "../exchanges.ts";
import { expectError } from "../expect-error.ts";

export const unknownRoute: ContractCase = {
  id: "unknown-route",
  title: "A route that the API does not have is a 404",
  covers: ["#/paths/~1completions/post/responses/404"],
  run: async (target) => {
    const body = JSON.stringify(brief);
    for (const path of ["/completion", "/completions/1", "/Completions"]) {
      await expectError(target, { path, body }, "not_found");
    }
  },
};
