import { operations } from "./spec.ts";

/** `RuleId`, the ids of the operations' `x-rules`, each with its rule as a comment. */
export function generateRules(): string {
  const members = operations
    .flatMap((operation) => operation["x-rules"])
    .map(({ id, rule }) => `  /** ${rule} */\n  | ${JSON.stringify(id)}`);
  return `/** The id of a rule that no schema can state; \`x-rules\` of an operation in the spec. */
export type RuleId =
${members.join("\n")};
`;
}
