import { spec } from "./spec.ts";

const name = "CreateCompletionRequest";

/**
 * Generates a function that adds the defaults to a request. It skips required properties: their defaults are only
 * documentation.
 */
export function generateDefaults(): string {
  const { properties = {}, required = [] } = spec.components.schemas[name] ?? {};
  const defaults = Object.entries(properties).filter(
    ([key, schema]) => "default" in schema && !required.includes(key),
  );
  const names = defaults.map(([key]) => key);
  return `import type { ${name} } from "@completions-api/types";

/** A request that has every parameter with a default. */
export type ${name}WithDefaults = ${name} &
  Required<Pick<${name}, ${names.map((key) => JSON.stringify(key)).join(" | ")}>>;

/**
 * Adds the default of each parameter that a request leaves out, as the server does.
 *
 * @param request A valid request, which is not changed.
 * @returns A new object with all properties of the request.
 */
export function apply${name}Defaults(request: ${name}): ${name}WithDefaults {
  const {
${defaults.map(([key, schema]) => `    ${key} = ${JSON.stringify(schema.default)},\n`).join("")}    // The copy has no inherited properties.
  } = { ...request };
  return { ...request, ${names.join(", ")} };
}
`;
}
