import { listPrompts } from "@completions-api/protocol";
import { expectThat } from "../contract-violation.ts";
import type { CompletionRule } from "./completion-rule.ts";

export const choicesFollowPrompts: CompletionRule = ({ prompt }, { choices }) => {
  const expected = listPrompts(prompt).map((_, index) => index);
  const indices = choices.map(({ index }) => index);
  expectThat(String(indices) === String(expected), `choices with the indices ${expected}`, indices);
};
