import { completionsOf, type Spec } from "./spec.ts";

/** Generates constants from the parts of the spec that are neither types nor checks. */
export function generateConstants(spec: Spec): string {
  return `${generateSharedConstants(spec)}
${spec.components.securitySchemes.AADToken ? generateAzureConstants(spec) : generateErrorMapping(spec)}`;
}

function generateSharedConstants({ components: { schemas } }: Spec): string {
  return `/** The known parameters of a request's body. Any other property is an extra parameter. */
export const createCompletionRequestParameters = ${json(Object.keys(schemas.CreateCompletionRequest?.properties ?? {}))} as const;

/** The HTTP status of each error code. Spec: \`x-statuses\` of \`#/components/schemas/ErrorCode\`. */
export const errorStatuses = ${json(schemas.ErrorCode?.["x-statuses"])} as const;
`;
}

function generateErrorMapping({ components: { schemas } }: Spec): string {
  return `/**
 * The code for each code of the API's own face that has another name here. Spec: \`x-codes\` of
 * \`#/components/schemas/ErrorCode\`.
 */
export const errorCodes = ${json(schemas.ErrorCode?.["x-codes"])} as const;

/** The type of each code whose type is not \`invalid_request_error\`. Spec: \`x-types\` of \`#/components/schemas/ErrorCode\`. */
export const errorTypes = ${json(schemas.ErrorCode?.["x-types"])} as const;
`;
}

function generateAzureConstants(spec: Spec): string {
  const { clientCredentials } = spec.components.securitySchemes.AADToken?.flows ?? {};
  const headerDefaults = (completionsOf(spec).parameters ?? [])
    .filter((parameter) => parameter.in === "header" && "default" in parameter.schema)
    .map(({ name, schema }) => [name.toLowerCase(), schema.default]);
  return `/** The version of the API, for the query parameter \`api-version\`. Spec: \`#/info/version\`. */
export const apiVersion = ${json(spec.info.version)};

/**
 * The URL at which Microsoft Entra ID issues tokens for client credentials. Replace \`common\` with a tenant's id or domain.
 * Spec: \`#/components/securitySchemes/AADToken\`.
 */
export const aadTokenUrl = ${json(clientCredentials?.tokenUrl)};

/** The scopes of a token of Microsoft Entra ID. Spec: \`#/components/securitySchemes/AADToken\`. */
export const aadScopes = ${json(Object.keys(clientCredentials?.scopes ?? {}))} as const;

/** The defaults of request headers, by name in lower case. Spec: \`#/paths/~1completions/post/parameters\`. */
export const createCompletionHeaderDefaults = ${json(Object.fromEntries(headerDefaults))} as const;
`;
}

function json(value: unknown): string {
  return JSON.stringify(value, null, 2);
}
