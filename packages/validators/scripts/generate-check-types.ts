import { checkedSchemas } from "./checked-schemas.ts";

/** Generates the declarations of `checks.js`. */
export function generateCheckTypes(): string {
  const checks = Object.entries(checkedSchemas).map(
    ([name, { type }]) => `export declare const ${name}: Check<${type}>;\n`,
  );
  return `import type { components, operations } from "@completions-api/types";
import type { Check } from "../check.ts";

${checks.join("")}`;
}
