import { readFileSync } from "node:fs";
import type { Schema } from "../src/generator/schema.ts";

/** A bundled spec with every reference replaced by its target. */
export interface Spec {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, { readonly post?: Operation }>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: {
      readonly AADToken?: { readonly flows: { readonly clientCredentials: Flow } };
    };
  };
}

/** The operation that creates completions. */
export interface Operation {
  readonly parameters?: readonly Parameter[];
  readonly responses: Readonly<Record<string, Response>>;
}

export interface Response {
  readonly headers: Readonly<Record<string, { readonly required?: boolean; readonly schema: Schema }>>;
  readonly content: { readonly "application/json": { readonly schema: Schema } };
}

interface Flow {
  readonly tokenUrl: string;
  readonly scopes: Readonly<Record<string, string>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
  readonly example?: unknown;
}

/** The names of the bundles of the package `spec`: the API's own face, and the one for OpenAI's clients. */
export type SpecName = "openapi" | "openai";

/** Reads a bundle of the package `spec`, and replaces its references. The linter has checked that it is OpenAPI. */
export function readSpec(name: SpecName): Spec {
  return dereference(readBundle(name)) as Spec;
}

/** Reads a bundle of the package `spec`, with its references. */
export function readBundle(name: SpecName): object {
  return JSON.parse(readFileSync(new URL(import.meta.resolve(`@completions-api/spec/${name}.json`)), "utf8"));
}

/** Returns the operation that creates completions, and its path. */
export function completionsOf({ paths }: Spec): Operation & { readonly path: string } {
  for (const [path, { post }] of Object.entries(paths)) if (post) return { ...post, path };
  throw new Error("The spec has no operation that creates completions.");
}

function dereference(root: unknown, node: unknown = root, path: readonly string[] = []): unknown {
  if (Array.isArray(node)) return node.map((item) => dereference(root, item, path));
  if (typeof node !== "object" || node === null) return node;
  if ("$ref" in node) return follow(root, String(node.$ref), path);
  const entries = Object.entries(node).map(([key, value]) => [key, dereference(root, value, path)]);
  return flattenUnion(Object.fromEntries(entries));
}

/** Replaces each branch of a union that is a union itself by its branches. `stop` has one: a string, strings, or null. */
function flattenUnion<Node extends { oneOf?: readonly Schema[] }>(node: Node): Node {
  if (!node.oneOf) return node;
  return { ...node, oneOf: node.oneOf.flatMap((branch) => branch.oneOf ?? branch) };
}

function follow(root: unknown, reference: string, path: readonly string[]): unknown {
  // The code for a schema that contains itself would be infinite.
  if (path.includes(reference)) throw new Error(`${reference} refers to itself through ${path.join(", ")}.`);
  const [, ...keys] = reference.split("/");
  const target = keys.reduce<unknown>((node, key) => Object(node)[key], root);
  if (target === undefined) throw new Error(`The spec has nothing at ${reference}.`);
  return dereference(root, target, [...path, reference]);
}
