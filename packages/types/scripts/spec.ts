import { readFileSync } from "node:fs";
import type { SpecName } from "../../../scripts/generated-files.ts";

/** The parts of the bundled spec that this package's generators read. openapi-typescript reads the rest. */
export interface Spec {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly responses: Readonly<Record<string, Response>>;
  };
}

export interface Schema {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema | Reference>>;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly "x-enumDescriptions"?: Readonly<Record<string, string>>;
  readonly "x-statuses"?: Readonly<Record<string, number>>;
}

export interface Operation {
  readonly requestBody?: object;
  readonly responses: Readonly<Record<string, Response | Reference>>;
  readonly "x-rules"?: readonly { readonly id: string; readonly rule: string }[];
}

export interface Response {
  readonly content: Readonly<Record<string, { readonly "x-itemSchema"?: Reference }>>;
}

export interface Reference {
  readonly $ref: string;
  /** Replaces the description of what the reference points to. */
  readonly description?: string;
}

const specUrls: Readonly<Record<SpecName, string>> = {
  openapi: import.meta.resolve("@completions-api/spec/openapi.json"),
  openai: import.meta.resolve("@completions-api/spec/openai.json"),
};

/** Reads a bundle of the package `spec`. */
export function readSpec(name: SpecName): Spec {
  return JSON.parse(readFileSync(new URL(specUrls[name]), "utf8"));
}

/** Lists the operations, in the order of the spec. */
export function listOperations({ paths }: Spec): readonly Operation[] {
  return Object.values(paths).flatMap((path) => Object.values(path));
}

/** Lists the names of the schemas that requests consist of. */
export function listRequestSchemas(spec: Spec): ReadonlySet<string> {
  return listReferences(
    spec,
    listOperations(spec).map(({ requestBody }) => requestBody),
  );
}

/** Returns the component that a reference points to. */
export function resolve<Component>(
  components: Readonly<Record<string, Component>>,
  reference: Reference,
): Component {
  const component = components[nameOf(reference)];
  if (!component) throw new Error(`The spec has nothing at ${reference.$ref}.`);
  return component;
}

/** Returns the name of the component that a reference points to. */
export function nameOf({ $ref }: Reference): string {
  return $ref.slice($ref.lastIndexOf("/") + 1);
}

/** Lists the names of the schemas that a part of the spec refers to, directly or through other schemas. */
function listReferences(spec: Spec, part: unknown, names: Set<string> = new Set()): Set<string> {
  for (const [, name = ""] of JSON.stringify(part).matchAll(/"#\/components\/schemas\/([^"]+)"/g)) {
    if (names.has(name)) continue;
    listReferences(spec, spec.components.schemas[name], names.add(name));
  }
  return names;
}
