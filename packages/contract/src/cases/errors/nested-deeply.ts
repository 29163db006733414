import { expectError } from "../../case-helpers/expect-error.ts";
import { rfc } from "../../case-helpers/sources.ts";
import type { ContractCase } from "../../contract-case.ts";

const depth = 10_000;
const body = `{"max_tokens": 4, "prompt": ${"[".repeat(depth)}${"]".repeat(depth)}}`;

export const nestedDeeply: ContractCase = {
  id: "nested-deeply",
  title: "A prompt of 10,000 nested lists is refused like any other invalid prompt",
  faces: ["completions", "openai"],
  level: "should",
  sources: [rfc(8259, "9", "A parser may limit the depth of nesting.")],
  covers: ["#/components/schemas/Prompt/oneOf/3/items/items/type"],
  runsLast: true,
  run: (target) => expectError(target, { body }, "invalid_parameter"),
};
