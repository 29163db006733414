import { spec } from "./spec.ts";

const { CreateCompletionRequest: request, ErrorCode: errorCode } = spec.components.schemas;

const headerDefaults = spec.paths["/completions"].post.parameters
  .filter((parameter) => parameter.in === "header" && "default" in parameter.schema)
  .map(({ name, schema }) => [name.toLowerCase(), schema.default]);

/** What the spec says that is neither a type nor a check. */
export function generateFacts(): string {
  return `/** The parameters of a request's body that the spec knows; any other property is an extra parameter. */
export const createCompletionRequestParameters = ${json(Object.keys(request?.properties ?? {}))} as const;

/** What a request means that leaves a header out, by lower-case name. Spec: \`#/paths/~1completions/post/parameters\`. */
export const createCompletionHeaderDefaults = ${json(Object.fromEntries(headerDefaults))} as const;

/** The status that each error code comes with. Spec: \`x-statuses\` of \`#/components/schemas/ErrorCode\`. */
export const errorStatuses = ${json(errorCode?.["x-statuses"])} as const;
`;
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
