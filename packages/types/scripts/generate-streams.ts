import { nameOf, type Operation, resolve, type Spec } from "./spec.ts";

/** Generates `StreamEvents` from `x-itemSchema`. OpenAPI 3.1, and so openapi-typescript, cannot type events. */
export function generateStreams(spec: Spec): string {
  const members = Object.entries(spec.paths).flatMap(([path, operations]) => {
    const schemas = Object.values(operations).flatMap((operation) => eventSchemas(spec, operation));
    if (schemas.length === 0) return [];
    return `  ${JSON.stringify(path)}: ${schemas.map((schema) => `components["schemas"]["${schema}"]`).join(" | ")};`;
  });
  return `import type { components } from "./openapi.ts";

/** The data of one event of a stream, by the path that sends it. Spec: \`x-itemSchema\`. */
export interface StreamEvents {
${members.join("\n")}
}
`;
}

function eventSchemas(spec: Spec, operation: Operation): string[] {
  return Object.values(operation.responses)
    .map((response) => ("$ref" in response ? resolve(spec.components.responses, response) : response))
    .flatMap(({ content }) => Object.values(content))
    .flatMap(({ "x-itemSchema": schema }) => (schema ? [nameOf(schema)] : []));
}
