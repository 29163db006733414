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
  additionalProperties?: Schema | boolean;
  required?: string[];
  "x-statuses"?: Record<string, number>;
  "x-enumDescriptions"?: Record<string, string>;
  "x-codes"?: Record<string, string>;
  "x-types"?: Record<string, string>;
};
export type Parameter = { name: string; in: string; required?: boolean; schema: Schema };
export type Example = {
  value: unknown;
  "x-request"?: { headers?: Record<string, string>; body?: unknown };
};
type MediaType = { schema: Schema; examples: Record<string, Reference> };
export type Header = { required?: boolean; schema: Schema; example?: unknown };
export type Response = {
  description?: string;
  headers?: Record<string, Reference | Header>;
  content: Record<string, MediaType>;
};
export type Operation = {
  description?: string;
  "x-rules"?: { id: string; rule: string }[];
  parameters?: Reference[];
  requestBody?: { required?: boolean; content: Record<string, MediaType> };
  responses: Record<string, Reference>;
};

type SecurityScheme = {
  type: string;
  in?: string;
  name?: string;
  scheme?: string;
  description: string;
  flows?: Record<string, { tokenUrl: string; scopes: Record<string, string> }>;
};

/** The parts of a bundle that the tests look at. */
type Bundle = {
  info: { version: string };
  security: Record<string, string[]>[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    headers: Record<string, { description?: string }>;
    parameters?: Record<string, Parameter>;
    responses: Record<string, Response>;
    schemas: Record<string, Schema>;
    securitySchemes: Record<string, SecurityScheme>;
    examples: Record<string, Example>;
  };
};

/** An operation, with its path and method. */
export type Endpoint = { path: string; method: string; operation: Operation };

/** One of the API's two faces. */
export type Face = {
  bundle: Bundle;
  /** The operations. The first one completes prompts. */
  endpoints: [Endpoint, ...Endpoint[]];
  /** Returns the target of a reference, or any other node itself. */
  resolve<Node extends object>(node: Node | Reference): Node;
};

/** The API's own face. */
export const azure: Face = readFace("openapi");

/** The face for OpenAI's clients. */
export const openai: Face = readFace("openai");

/** Reads a bundle as the build wrote it. The casts are safe because Redocly checks that the bundle is OpenAPI. */
function readFace(name: string): Face {
  const text = readFileSync(new URL(`../dist/${name}.json`, import.meta.url), "utf8");
  const bundle = JSON.parse(text) as Bundle;
  const [first, ...others] = Object.entries(bundle.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
  if (!first) throw new Error(`${name}.json has no operation.`);
  return {
    bundle,
    endpoints: [first, ...others],
    resolve<Node extends object>(node: Node | Reference): Node {
      if (!("$ref" in node) || typeof node.$ref !== "string") return node as Node;
      const path = node.$ref.slice("#/".length).split("/");
      // A reference leads to a node of the type required in its place: the linter checks that.
      return path.reduce<unknown>(
        (parent, part) => (parent as Record<string, unknown>)[part],
        bundle,
      ) as Node;
    },
  };
}
