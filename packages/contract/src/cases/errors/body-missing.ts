import { expectError } from "../../case-helpers/expect-error.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

export const bodyMissing: ContractCase = {
  id: "body-missing",
  title: "A request without a body gets a 400",
  faces: ["completions", "openai"],
  sources: [rfc(8259, "2", "A JSON text has a value, so an empty text is none.")],
  covers: ["#/paths/~1completions/post/requestBody/required"],
  run: async (target) => {
    await expectError(target, {}, "invalid_json");
    await expectError(target, { body: "" }, "invalid_json");
  },
};
