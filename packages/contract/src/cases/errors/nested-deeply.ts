import type { ContractCase } from "../../contract-case.ts";
import { expectError } from "../expect-error.ts";

const depth = 10_000;
const body = `{"prompt": ${"[".repeat(depth)}${"]".repeat(depth)}}`;

export const nestedDeeply: ContractCase = {
  id: "nested-deeply",
  title: "A prompt of 10,000 lists in each other is refused like any that is none",
  covers: ["#/components/schemas/Prompt/oneOf/3/items/items/type"],
  run: (target) => expectError(target, { body }, "invalid_parameter"),
};
