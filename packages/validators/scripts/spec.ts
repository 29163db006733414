import { readFileSync } from "node:fs";
import type { Schema } from "../src/generator/schema.ts";

interface Spec {
  readonly info: { readonly version: string };
  readonly paths: {
    readonly "/completions": {
      readonly post: {
        readonly parameters: readonly Parameter[];
        readonly responses: Readonly<Record<string, Response>>;
      };
    };
  };
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: { readonly AADToken: { readonly flows: { readonly clientCredentials: Flow } } };
  };
}

export interface Response {
  readonly headers: Readonly<Record<string, { readonly required?: boolean; readonly schema: Schema }>>;
  readonly content: { readonly "application/json": { readonly schema: Schema } };
}

interface Flow {
  readonly tokenUrl: string;
  readonly scopes: Readonly<Record<string, string>>;
}

interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
  readonly example?: unknown;
}

/** The file of the bundled spec, a build output of the package `spec`. */
export const specUrl: URL = new URL(import.meta.resolve("@completions-api/spec/openapi.json"));

const root: unknown = JSON.parse(readFileSync(specUrl, "utf8"));

/** The bundled spec with every reference replaced by its target. The linter has checked that it is OpenAPI. */
export const spec: Spec = dereference(root, []) as Spec;

function dereference(node: unknown, path: readonly string[]): unknown {
  if (Array.isArray(node)) return node.map((item) => dereference(item, path));
  if (typeof node !== "object" || node === null) return node;
  if ("$ref" in node) return follow(String(node.$ref), path);
  const entries = Object.entries(node).map(([key, value]) => [key, dereference(value, path)]);
  return flattenUnion(Object.fromEntries(entries));
}

/** Replaces each branch of a union that is a union itself by its branches. `stop` has one: a string, strings, or null. */
function flattenUnion<Node extends { oneOf?: readonly Schema[] }>(node: Node): Node {
  if (!node.oneOf) return node;
  return { ...node, oneOf: node.oneOf.flatMap((branch) => branch.oneOf ?? branch) };
}

function follow(reference: string, path: readonly string[]): unknown {
  // The code for a schema that contains itself would be infinite.
  if (path.includes(reference)) throw new Error(`${reference} refers to itself through ${path.join(", ")}.`);
  const [, ...keys] = reference.split("/");
  const target = keys.reduce<unknown>((node, key) => Object(node)[key], root);
  if (target === undefined) throw new Error(`The spec has nothing at ${reference}.`);
  return dereference(target, [...path, reference]);
}
