import { readFileSync } from "node:fs";

export type Reference = { $ref: string };
export type Schema = {
  $ref?: string;
  title?: string;
  type?: string | string[];
  enum?: string[];
  const?: unknown;
  default?: unknown;
  pattern?: string;
  items?: Schema;
  oneOf?: Schema[];
  properties?: Record<string, Schema>;
  required?: string[];
  "x-statuses"?: Record<string, number>;
  "x-enumDescriptions"?: Record<string, string>;
};
export type Parameter = { name: string; in: string; required?: boolean; schema: Schema };
export type Example = {
  value: unknown;
  "x-request"?: { headers?: Record<string, string>; body: unknown };
};
type MediaType = { schema: Schema; examples: Record<string, Reference> };
export type Header = { schema: Schema; example?: unknown };
export type Response = {
  headers?: Record<string, Reference | Header>;
  content: Record<string, MediaType>;
};
type Operation = {
  description?: string;
  "x-rules"?: { id: string; rule: string }[];
  parameters: Reference[];
  requestBody: { required?: boolean; content: Record<string, MediaType> };
  responses: Record<string, Reference>;
};

type SecurityScheme = {
  type: string;
  in?: string;
  name?: string;
  description: string;
  flows?: Record<string, { tokenUrl: string; scopes: Record<string, string> }>;
};

/** The parts of the bundled spec that the tests look at. */
type Bundle = {
  info: { version: string };
  security: Record<string, string[]>[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    headers: Record<string, { description?: string }>;
    schemas: Record<string, Schema>;
    securitySchemes: Record<string, SecurityScheme>;
    examples: Record<string, Example>;
  };
};

/** The bundled spec, as the build wrote it. The cast is safe because Redocly checks that the spec is OpenAPI. */
export const bundle: Bundle = JSON.parse(
  readFileSync(new URL("../dist/openapi.json", import.meta.url), "utf8"),
) as Bundle;

/** Returns the target of a reference, or any other node itself. */
export function resolve<Node extends object>(node: Node | Reference): Node {
  if (!("$ref" in node) || typeof node.$ref !== "string") return node as Node;
  const path = node.$ref.slice("#/".length).split("/");
  // A reference leads to a node of the type required in its place: the linter checks that.
  return path.reduce<unknown>((parent, part) => (parent as Record<string, unknown>)[part], bundle) as Node;
}

/** The operation under test, with its path and method. */
export const endpoint: { path: string; method: string; operation: Operation } = findEndpoint();

function findEndpoint(): typeof endpoint {
  const [first, ...others] = Object.entries(bundle.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  if (!first || others.length > 0)
    throw new Error("The tests support only one operation. Extend them to the others.");
  return first;
}
