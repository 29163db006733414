import { nameOf, type Operation, operations, resolve, spec } from "./spec.ts";

/** Generates `StreamEvents` from `x-itemSchema`. OpenAPI 3.1, and so openapi-typescript, cannot type events. */
export function generateStreams(): string {
  const members = operations.flatMap((operation) =>
    eventSchemas(operation).map(
      (schema) => `  ${operation.operationId}: components["schemas"]["${schema}"];`,
    ),
  );
  return `import type { components } from "./openapi.ts";

/** The data of one event of a stream, by the id of the operation that sends it. Spec: \`x-itemSchema\`. */
export interface StreamEvents {
${members.join("\n")}
}
`;
}

function eventSchemas(operation: Operation): string[] {
  return Object.values(operation.responses)
    .map((response) => ("$ref" in response ? resolve(spec.components.responses, response) : response))
    .flatMap(({ content }) => Object.values(content))
    .flatMap(({ "x-itemSchema": schema }) => (schema ? [nameOf(schema)] : []));
}
