import { spec } from "./spec.ts";

const { CreateCompletionRequest: request, ErrorCode: errorCode } = spec.components.schemas;

const { tokenUrl, scopes } = spec.components.securitySchemes.AADToken.flows.clientCredentials;

const headerDefaults = spec.paths["/completions"].post.parameters
  .filter((parameter) => parameter.in === "header" && "default" in parameter.schema)
  .map(({ name, schema }) => [name.toLowerCase(), schema.default]);

/** What the spec says that is neither a type nor a check. */
export function generateFacts(): string {
  return `/** The version of the API: what a request says in the query as \`api-version\`. Spec: \`#/info/version\`. */
export const apiVersion = ${json(spec.info.version)};

/**
 * Where Microsoft Entra ID gives a token for client credentials; a tenant's id or domain takes the place of \`common\`.
 * Spec: \`#/components/securitySchemes/AADToken\`.
 */
export const aadTokenUrl = ${json(tokenUrl)};

/** What to ask Microsoft Entra ID for a token for. Spec: \`#/components/securitySchemes/AADToken\`. */
export const aadScopes = ${json(Object.keys(scopes))} as const;

/** The parameters of a request's body that the spec knows; any other property is an extra parameter. */
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
