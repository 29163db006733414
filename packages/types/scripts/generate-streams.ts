import { nameOf, type Operation, operations, resolve, spec } from "./spec.ts";

/** `StreamEvents`: what `x-itemSchema` says of an event, which OpenAPI 3.1, and so openapi-typescript, cannot. */
export function generateStreams(): string {
  const members = operations.flatMap((operation) =>
    eventSchemas(operation).map(
      (schema) => `  ${operation.operationId}: components["schemas"]["${schema}"];`,
    ),
  );
  return `import type { components } from "./openapi.ts";

/** The data of one event of a stream, by the operation that answers with it; \`x-itemSchema\` in the spec. */
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
