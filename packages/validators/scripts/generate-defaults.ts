import { spec } from "./spec.ts";

const name = "CreateCompletionRequest";

/** A function that fills in what a request leaves out. A required property has a default only to explain it. */
export function generateDefaults(): string {
  const { properties = {}, required = [] } = spec.components.schemas[name] ?? {};
  const defaults = Object.entries(properties).filter(
    ([key, schema]) => "default" in schema && !required.includes(key),
  );
  const names = defaults.map(([key]) => key);
  return `import type { ${name} } from "@completions-api/types";

/** A request in which nothing that has a default is missing. */
export type ${name}WithDefaults = ${name} &
  Required<Pick<${name}, ${names.map((key) => JSON.stringify(key)).join(" | ")}>>;

/**
 * Fills in the defaults of what a request leaves out, as the server does.
 *
 * @param request A valid request; it stays as it is.
 * @returns A new object, with every property of the request.
 */
export function apply${name}Defaults(request: ${name}): ${name}WithDefaults {
  const {
${defaults.map(([key, schema]) => `    ${key} = ${JSON.stringify(schema.default)},\n`).join("")}    // A copy has nothing of what the request inherits.
  } = { ...request };
  return { ...request, ${names.join(", ")} };
}
`;
}
