import { listOperations, type Spec } from "./spec.ts";

/** Generates `RuleId`, the ids of the operations' `x-rules`. Each id has its rule as a comment. */
export function generateRules(spec: Spec): string {
  const members = listOperations(spec)
    .flatMap((operation) => operation["x-rules"] ?? [])
    .map(({ id, rule }) => `  /** ${rule} */\n  | ${JSON.stringify(id)}`);
  return `/** The id of a rule that a schema cannot express. Spec: \`x-rules\` of an operation. */
export type RuleId =
${members.join("\n")};
`;
}
