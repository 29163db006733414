import { readFileSync } from "node:fs";
import type { SpecName } from "../../../scripts/generated-files.ts";
import type { Schema } from "../src/generator/schema.ts";

/** The parts of a bundled spec that the generators read. Every reference is replaced by its target. */
export interface Spec {
  readonly info: { readonly version: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly securitySchemes: {
      readonly AADToken?: { readonly flows: { readonly clientCredentials: Flow } };
    };
  };
}

export interface Operation {
  readonly operationId: string;
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Content };
  readonly responses: Readonly<Record<string, Response>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: string;
  readonly required?: boolean;
  readonly schema: Schema;
  readonly example?: unknown;
}

export interface Response {
  readonly headers: Readonly<Record<string, { readonly required?: boolean; readonly schema: Schema }>>;
  readonly content: Content;
}

/** Bodies by media type. Those of a stream consist of events, which have the schema `x-itemSchema`. */
export type Content = Readonly<
  Record<
    string,
    {
      readonly schema: Schema;
      readonly "x-itemSchema"?: Schema;
      readonly examples?: Readonly<Record<string, unknown>>;
    }
  >
>;

interface Flow {
  readonly tokenUrl: string;
  readonly scopes: Readonly<Record<string, string>>;
}

const specUrls: Readonly<Record<SpecName, string>> = {
  openapi: import.meta.resolve("@completions-api/spec/openapi.json"),
  openai: import.meta.resolve("@completions-api/spec/openai.json"),
};

/** Reads a bundle of the package `spec`, and replaces its references. The linter has checked that it is OpenAPI. */
export function readSpec(name: SpecName): Spec {
  return toSpec(readBundle(name));
}

/** Replaces the references of a bundle. */
export function toSpec(bundle: object): Spec {
  return dereference(bundle) as Spec;
}

/** Reads a bundle of the package `spec`, with its references. */
export function readBundle(name: SpecName): object {
  return JSON.parse(readFileSync(new URL(specUrls[name]), "utf8"));
}

/** Lists the operations, in the order of the spec. */
export function listOperations({ paths }: Spec): readonly Operation[] {
  return Object.values(paths).flatMap((path) => Object.values(path));
}

/** Returns the operation that creates completions, and the JSON Pointer to it. */
export function findCompletions({ paths }: Spec): Operation & { readonly pointer: string } {
  for (const [path, { post }] of Object.entries(paths)) {
    if (post?.operationId === "complete")
      return { ...post, pointer: `#/paths/${path.replaceAll("/", "~1")}/post` };
  }
  throw new Error("The spec has no operation `complete`.");
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

/** Returns the target of a reference. A schema gets its name as its title. */
function follow(root: unknown, reference: string, path: readonly string[]): unknown {
  // The code for a schema that contains itself would be infinite.
  if (path.includes(reference)) throw new Error(`${reference} refers to itself through ${path.join(", ")}.`);
  const [, ...keys] = reference.split("/");
  const target = keys.reduce<unknown>((node, key) => Object(node)[key], root);
  if (typeof target !== "object" || target === null) throw new Error(`The spec has nothing at ${reference}.`);
  const title = keys[1] === "schemas" && keys.at(-1);
  return dereference(root, title ? { ...target, title } : target, [...path, reference]);
}
