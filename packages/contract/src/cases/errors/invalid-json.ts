import { expectError } from "../../case-helpers/expect-error.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

const bodies = [
  "{",
  "whale",
  '{"max_tokens": 4, "prompt": "The whale",}',
  "{'max_tokens': 4, 'prompt': 'The whale'}",
  '{"max_tokens": 4, "prompt": "The whale"} {}',
  '{"max_tokens": 4, "prompt": "The\nwhale"}',
  '{"max_tokens": 4, "prompt": NaN}',
];

export const invalidJson: ContractCase = {
  id: "invalid-json",
  title: "A body that is not JSON gets a 400",
  faces: ["completions", "openai"],
  sources: [
    rfc(
      8259,
      "2",
      "The grammar of JSON has no trailing comma, single quotes, second value, raw line break in a string, or NaN.",
    ),
  ],
  covers: ["#/components/schemas/ErrorCode/enum/invalid_json"],
  run: async (target) => {
    for (const body of bodies) await expectError(target, { body }, "invalid_json");
  },
};
