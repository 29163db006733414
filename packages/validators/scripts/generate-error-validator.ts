import { isDeepStrictEqual } from "node:util";
import type { Schema } from "../src/generator/schema.ts";
import type { CheckedSchemas } from "./checked-schemas.ts";
import { completionsOf, type Spec } from "./spec.ts";

/** Generates a function that validates the body of an error against the schema of the response with its status. */
export function generateErrorValidator(spec: Spec, checkedSchemas: CheckedSchemas): string {
  const checks = Object.entries(completionsOf(spec).responses)
    .filter(([status]) => status === "default" || Number(status) >= 400)
    .map(([status, { content }]) => ({
      status,
      check: nameCheck(checkedSchemas, content["application/json"].schema),
    }));
  const cases = checks.map(
    ({ status, check }) => `    ${status === "default" ? status : `case ${status}`}:
      return validate(${check}, "body", value);
`,
  );
  return `import type { ErrorBody } from "@completions-api/types";
import { validate } from "../check.ts";
import { ${checks.map(({ check }) => check).join(", ")} } from "./checks.js";
import type { Validation } from "../problem.ts";

/**
 * Validates the body of an error response against the schema of its status. \`loc\` starts with \`body\`.
 * Spec: \`#/paths/~1completions/post/responses\`.
 *
 * @param status The status of the response. A status without a schema of its own has the schema of any other error.
 */
export function validateErrorBody(status: number, value: unknown): Validation<ErrorBody> {
  switch (status) {
${cases.join("")}  }
}
`;
}

function nameCheck(checkedSchemas: CheckedSchemas, schema: Schema): string {
  const found = Object.entries(checkedSchemas).find(([, checked]) =>
    isDeepStrictEqual(checked.schema, schema),
  );
  if (!found) throw new Error(`No check has the schema ${JSON.stringify(schema)}.`);
  return found[0];
}
