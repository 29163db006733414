import { spec } from "./spec.ts";

const { CreateCompletionRequest: request, ErrorCode: errorCode } = spec.components.schemas;

const { tokenUrl, scopes } = spec.components.securitySchemes.AADToken.flows.clientCredentials;

const headerDefaults = spec.paths["/completions"].post.parameters
  .filter((parameter) => parameter.in === "header" && "default" in parameter.schema)
  .map(({ name, schema }) => [name.toLowerCase(), schema.default]);

/** Generates constants from the parts of the spec that are neither types nor checks. */
export function generateConstants(): string {
  return `/** The version of the API, for the query parameter \`api-version\`. Spec: \`#/info/version\`. */
export const apiVersion = ${json(spec.info.version)};

/**
 * The URL at which Microsoft Entra ID issues tokens for client credentials. Replace \`common\` with a tenant's id or domain.
 * Spec: \`#/components/securitySchemes/AADToken\`.
 */
export const aadTokenUrl = ${json(tokenUrl)};

/** The scopes of a token of Microsoft Entra ID. Spec: \`#/components/securitySchemes/AADToken\`. */
export const aadScopes = ${json(Object.keys(scopes))} as const;

/** The known parameters of a request's body. Any other property is an extra parameter. */
export const createCompletionRequestParameters = ${json(Object.keys(request?.properties ?? {}))} as const;

/** The defaults of request headers, by name in lower case. Spec: \`#/paths/~1completions/post/parameters\`. */
export const createCompletionHeaderDefaults = ${json(Object.fromEntries(headerDefaults))} as const;

/** The HTTP status of each error code. Spec: \`x-statuses\` of \`#/components/schemas/ErrorCode\`. */
export const errorStatuses = ${json(errorCode?.["x-statuses"])} as const;
`;
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
