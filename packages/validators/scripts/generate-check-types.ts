import type { CheckedSchemas } from "./checked-schemas.ts";
import type { GeneratedPaths } from "./generated-paths.ts";

/** Generates the declarations of `checks.js`. */
export function generateCheckTypes(
  checkedSchemas: CheckedSchemas,
  { types, sources }: GeneratedPaths,
): string {
  const checks = Object.entries(checkedSchemas).map(
    ([name, { type }]) => `export declare const ${name}: Check<${type}>;\n`,
  );
  return `import type { components, operations } from "${types}";
import type { Check } from "${sources}/check.ts";

${checks.join("")}`;
}
