import type { Imports } from "./imports.ts";
import type { Spec } from "./spec.ts";

const name = "CreateCompletionRequest";

/** Generates a function that adds the defaults to a request, and removes null, which stands for an absent value. */
export function generateDefaults(spec: Spec, { types }: Imports): string {
  const { properties = {}, required = [] } = spec.components.schemas[name] ?? {};
  const optional = Object.entries(properties).filter(([key]) => !required.includes(key));
  const withDefault = optional.filter(([, schema]) => "default" in schema);
  const others = optional.filter(([, schema]) => !("default" in schema)).map(([key]) => key);
  const type = (key: string) => `NonNullable<${name}["${key}"]>`;
  return `import type { ${name} } from "${types}";

/** A request that has every parameter with a default, and no null. */
export type ${name}WithDefaults = ${name} & {
${withDefault.map(([key]) => `  ${key}: ${type(key)};\n`).join("")}${others.map((key) => `  ${key}?: ${type(key)};\n`).join("")}};

/**
 * Adds the default of each parameter that a request leaves out, as the server does. Null is the same as leaving out.
 *
 * @param request A valid request, which is not changed.
 * @returns A new object with all properties of the request that are not null, and with its extra parameters.
 */
export function apply${name}Defaults(request: ${name}): ${name}WithDefaults {
  // The copy has no inherited properties.
  const { ${others.join(", ")}, ...own } = { ...request };
  return {
    ...own,
${withDefault.map(([key, schema]) => `    ${key}: own.${key} ?? ${JSON.stringify(schema.default)},\n`).join("")}${others.map((key) => `    ...(${key} != null && { ${key} }),\n`).join("")}  };
}
`;
}
