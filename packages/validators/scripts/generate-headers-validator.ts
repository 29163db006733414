import { headersCheck } from "./checked-schemas.ts";
import type { Imports } from "./imports.ts";
import { findCompletions, type Spec } from "./spec.ts";

/** Generates a function that validates the headers of a response against those that the response with its status declares. */
export function generateHeadersValidator(spec: Spec, { src }: Imports): string {
  const { pointer, responses } = findCompletions(spec);
  const statuses = Object.keys(responses);
  const cases = statuses.map(
    (status) => `    ${status === "default" ? status : `case ${status}`}:
      return validate(${headersCheck(status)}, "header", headers);
`,
  );
  return `import { validate } from "${src}/check.ts";
import type { Validation } from "${src}/problem.ts";
import { ${statuses.map(headersCheck).join(", ")} } from "./checks.js";

/**
 * Validates the headers of a response: those that the spec requires are there, and those that it declares have the form
 * that it declares. Other headers are valid. \`loc\` starts with \`header\`.
 * Spec: \`${pointer}/responses\`.
 *
 * @param status The status of the response. A status that the spec does not list has the headers of any other error.
 * @param headers The headers by name in lower case. A \`Headers\` is not such an object, but
 *   \`Object.fromEntries(headers)\` is.
 */
export function validateResponseHeaders(
  status: number,
  headers: Readonly<Record<string, string>>,
): Validation<Readonly<Record<string, string>>> {
  switch (status) {
${cases.join("")}  }
}
`;
}
