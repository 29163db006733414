import { bodyCheck } from "./checked-schemas.ts";
import type { Imports } from "./imports.ts";
import { findCompletions, type Spec } from "./spec.ts";

/** Generates a function that validates the body of an error against the schema of the response with its status. */
export function generateErrorValidator(spec: Spec, { types, src }: Imports): string {
  const { pointer, responses } = findCompletions(spec);
  const errors = Object.entries(responses)
    .filter(([status]) => status === "default" || Number(status) >= 400)
    .flatMap(([status, { content }]) =>
      Object.values(content).map(({ schema }) => ({ status, check: bodyCheck(schema) })),
    );
  const cases = errors.map(
    ({ status, check }) => `    ${status === "default" ? status : `case ${status}`}:
      return validate(${check}, "body", value);
`,
  );
  return `import type { ErrorBody } from "${types}";
import { validate } from "${src}/check.ts";
import { ${errors.map(({ check }) => check).join(", ")} } from "./checks.js";
import type { Validation } from "${src}/problem.ts";

/**
 * Validates the body of an error response against the schema of its status. \`loc\` starts with \`body\`.
 * Spec: \`${pointer}/responses\`.
 *
 * @param status The status of the response. A status without a schema of its own has the schema of any other error.
 */
export function validateErrorBody(status: number, value: unknown): Validation<ErrorBody> {
  switch (status) {
${cases.join("")}  }
}
`;
}
