import { expectError } from "../../case-helpers/expect-error.ts";
import type { ContractCase } from "../../contract-case.ts";

const bodies = [
  "{",
  "whale",
  '{"prompt": "The whale",}',
  "{'prompt': 'The whale'}",
  '{"prompt": "The whale"} {}',
  '{"prompt": "The\nwhale"}',
  '{"prompt": NaN}',
];

export const invalidJson: ContractCase = {
  id: "invalid-json",
  title: "A body that is not JSON gets a 400",
  faces: ["completions", "openai"],
  covers: ["#/components/schemas/ErrorCode/enum/invalid_json"],
  run: async (target) => {
    for (const body of bodies) await expectError(target, { body }, "invalid_json");
  },
};
