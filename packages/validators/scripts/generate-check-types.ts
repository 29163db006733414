import type { CheckedSchemas } from "./checked-schemas.ts";
import type { Imports } from "./imports.ts";

/** Generates the declarations of `checks.js`. */
export function generateCheckTypes(checkedSchemas: CheckedSchemas, { types, src }: Imports): string {
  const checks = Object.entries(checkedSchemas).map(
    ([name, { type }]) => `export declare const ${name}: Check<${type}>;\n`,
  );
  return `import type { components, operations } from "${types}";
import type { Check } from "${src}/check.ts";

${checks.join("")}`;
}
