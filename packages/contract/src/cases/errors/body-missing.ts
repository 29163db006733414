import { expectError } from "../../case-helpers/expect-error.ts";
import type { ContractCase } from "../../contract-case.ts";

export const bodyMissing: ContractCase = {
  id: "body-missing",
  title: "A request without a body gets a 400",
  faces: ["completions", "openai"],
  covers: ["#/paths/~1completions/post/requestBody/required"],
  run: async (target) => {
    await expectError(target, {}, "invalid_json");
    await expectError(target, { body: "" }, "invalid_json");
  },
};
