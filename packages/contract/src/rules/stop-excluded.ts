import { expectThat } from "../contract-violation.ts";
import type { CompletionRule } from "./completion-rule.ts";

export const stopExcluded: CompletionRule = ({ stop = [] }, { choices }) => {
  const found = [stop].flat().find((sequence) => choices.some(({ text }) => text.includes(sequence)));
  expectThat(found === undefined, `no stop sequence ${JSON.stringify(found)} in the text`, choices);
};
