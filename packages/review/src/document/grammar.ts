/**
 * The kind of a part of a document. It decides where references may be: `default` is a response below `responses`, a
 * schema below `properties` and a literal value in a schema.
 */
export type Kind =
  | "document"
  | "components"
  | "pathItem"
  | "operation"
  | "callback"
  | "parameter"
  | "requestBody"
  | "response"
  | "mediaType"
  | "encoding"
  | "schema"
  | "example"
  | "literal"
  | "other";

/** How a part holds others: as itself, as a list of them, or as a map from names to them. */
export type Child = Kind | readonly ["list" | "map", Child];

type Keywords = Readonly<Record<string, Child>>;

const map = (child: Child): Child => ["map", child];
const list = (child: Child): Child => ["list", child];

const withExamples: Keywords = { example: "literal", examples: map("example") };
const parameter: Keywords = { ...withExamples, schema: "schema", content: map("mediaType") };

const grammar: Readonly<Record<Kind, Keywords>> = {
  document: { paths: map("pathItem"), webhooks: map("pathItem"), components: "components" },
  components: {
    schemas: map("schema"),
    responses: map("response"),
    parameters: map("parameter"),
    examples: map("example"),
    requestBodies: map("requestBody"),
    headers: map("parameter"),
    securitySchemes: map("other"),
    links: map("other"),
    callbacks: map("callback"),
    pathItems: map("pathItem"),
    mediaTypes: map("mediaType"),
  },
  pathItem: {
    ...Object.fromEntries(
      ["get", "put", "post", "delete", "options", "head", "patch", "trace", "query"].map((method) => [
        method,
        "operation" as const,
      ]),
    ),
    additionalOperations: map("operation"),
    parameters: list("parameter"),
  },
  operation: {
    parameters: list("parameter"),
    requestBody: "requestBody",
    responses: map("response"),
    callbacks: map("callback"),
  },
  callback: {},
  parameter,
  requestBody: { content: map("mediaType") },
  response: { headers: map("parameter"), content: map("mediaType"), links: map("other") },
  mediaType: {
    ...withExamples,
    schema: "schema",
    itemSchema: "schema",
    "x-itemSchema": "schema",
    encoding: map("encoding"),
  },
  encoding: { headers: map("parameter") },
  schema: {
    enum: "literal",
    const: "literal",
    default: "literal",
    example: "literal",
    examples: "literal",
    properties: map("schema"),
    patternProperties: map("schema"),
    dependentSchemas: map("schema"),
    $defs: map("schema"),
    definitions: map("schema"),
    items: "schema",
    contains: "schema",
    not: "schema",
    if: "schema",
    // biome-ignore lint/suspicious/noThenProperty: it is a keyword of JSON Schema, and nobody awaits the grammar.
    then: "schema",
    else: "schema",
    additionalProperties: "schema",
    propertyNames: "schema",
    unevaluatedItems: "schema",
    unevaluatedProperties: "schema",
    contentSchema: "schema",
    allOf: list("schema"),
    anyOf: list("schema"),
    oneOf: list("schema"),
    prefixItems: list("schema"),
  },
  example: { value: "literal" },
  literal: {},
  other: {},
};

/** Returns what a part holds under a key. Anything unknown may contain references, as extensions do. */
export function childKind(kind: Child, key: string): Child {
  if (typeof kind !== "string") return kind[1];
  if (kind === "literal") return "literal";
  if (kind === "callback") return key.startsWith("x-") ? "other" : "pathItem";
  const keywords = grammar[kind];
  return (Object.hasOwn(keywords, key) ? keywords[key] : undefined) ?? "other";
}
