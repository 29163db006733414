import { findCompletions, type Parameter, type Spec } from "./spec.ts";

interface Constant {
  readonly name: string;
  /** The lines of the comment. */
  readonly comment: readonly string[];
  /** The value, or undefined if the spec does not have it. */
  readonly value: unknown;
}

/** Generates constants from the parts of the spec that are neither types nor checks. */
export function generateConstants(spec: Spec): string {
  return listConstants(spec)
    .filter(({ value }) => value !== undefined)
    .map(generateConstant)
    .join("\n");
}

function listConstants(spec: Spec): Constant[] {
  const { CreateCompletionRequest: request, ErrorCode: errorCode } = spec.components.schemas;
  const { parameters = [], pointer } = findCompletions(spec);
  const flow = spec.components.securitySchemes.AADToken?.flows.clientCredentials;
  return [
    {
      name: "apiVersion",
      comment: ["The version of the API, for the query parameter `api-version`. Spec: `#/info/version`."],
      value: parameters.some(({ name }) => name === "api-version") ? spec.info.version : undefined,
    },
    {
      name: "aadTokenUrl",
      comment: [
        "The URL at which Microsoft Entra ID issues tokens for client credentials. Replace `common` with a tenant's id or domain.",
        "Spec: `#/components/securitySchemes/AADToken`.",
      ],
      value: flow?.tokenUrl,
    },
    {
      name: "aadScopes",
      comment: [
        "The scopes of a token of Microsoft Entra ID. Spec: `#/components/securitySchemes/AADToken`.",
      ],
      value: flow && Object.keys(flow.scopes),
    },
    {
      name: "createCompletionRequestParameters",
      comment: ["The known parameters of a request's body. Any other property is an extra parameter."],
      value: Object.keys(request?.properties ?? {}),
    },
    {
      name: "createCompletionHeaderDefaults",
      comment: [`The defaults of request headers, by name in lower case. Spec: \`${pointer}/parameters\`.`],
      value: parameters.length > 0 ? headerDefaults(parameters) : undefined,
    },
    {
      name: "errorStatuses",
      comment: [
        "The HTTP status of each error code. Spec: `x-statuses` of `#/components/schemas/ErrorCode`.",
      ],
      value: errorCode?.["x-statuses"],
    },
    {
      name: "errorCodes",
      comment: [
        "The code for each code of the API's own face that has another name here. Spec: `x-codes` of",
        "`#/components/schemas/ErrorCode`.",
      ],
      value: errorCode?.["x-codes"],
    },
    {
      name: "errorTypes",
      comment: [
        "The type of each code whose type is not `invalid_request_error`. Spec: `x-types` of `#/components/schemas/ErrorCode`.",
      ],
      value: errorCode?.["x-types"],
    },
  ];
}

function headerDefaults(parameters: readonly Parameter[]): Readonly<Record<string, unknown>> {
  const withDefault = parameters.filter(
    ({ in: location, schema }) => location === "header" && "default" in schema,
  );
  return Object.fromEntries(withDefault.map(({ name, schema }) => [name.toLowerCase(), schema.default]));
}

function generateConstant({ name, comment, value }: Constant): string {
  const lines =
    comment.length === 1
      ? `/** ${comment[0]} */`
      : ["/**", ...comment.map((line) => ` * ${line}`), " */"].join("\n");
  const suffix = typeof value === "object" ? " as const" : "";
  return `${lines}\nexport const ${name} = ${JSON.stringify(value, null, 2)}${suffix};\n`;
}
