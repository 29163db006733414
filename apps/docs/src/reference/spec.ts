import openai from "@completions-api/spec/openai.json" with { type: "json" };
import completions from "@completions-api/spec/openapi.json" with { type: "json" };
import { href } from "../page.ts";

/** An object of the spec or a reference to one of its components. */
export type OrReference<T> = (T & { readonly $ref?: undefined }) | { readonly $ref: string };

export interface Schema {
  readonly $ref?: string;
  readonly title?: string;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly format?: string;
  readonly pattern?: string;
  readonly const?: unknown;
  readonly enum?: readonly string[];
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly items?: Schema;
  readonly oneOf?: readonly Schema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: boolean | Schema;
  readonly "x-rules"?: readonly string[];
  readonly "x-enumDescriptions"?: Readonly<Record<string, string>>;
  readonly "x-statuses"?: Readonly<Record<string, number>>;
  /** The codes of the completions face that have another name on the openai face. */
  readonly "x-codes"?: Readonly<Record<string, string>>;
  /** The types of the codes that are not `invalid_request_error`. */
  readonly "x-types"?: Readonly<Record<string, string>>;
}

export interface Parameter {
  readonly name: string;
  readonly in: "query" | "header" | "path";
  readonly required?: boolean;
  readonly description?: string;
  readonly schema: Schema;
  readonly example?: unknown;
  readonly "x-rules"?: readonly string[];
}

export interface Header {
  readonly description?: string;
  readonly schema: Schema;
  readonly example?: unknown;
}

export interface Example {
  readonly summary: string;
  readonly value: unknown;
  /** The request that gets this response. */
  readonly "x-request"?: {
    readonly headers?: Readonly<Record<string, string>>;
    readonly body?: unknown;
  };
  /** The response's headers that matter in this example. */
  readonly "x-headers"?: Readonly<Record<string, string | number>>;
}

export interface Media {
  readonly schema: Schema;
  readonly examples?: Readonly<Record<string, OrReference<Example>>>;
  readonly "x-itemSchema"?: Schema;
  readonly "x-rules"?: readonly string[];
}

export interface Response {
  readonly description: string;
  readonly headers?: Readonly<Record<string, OrReference<Header>>>;
  readonly content?: Readonly<Record<string, Media>>;
}

export interface Rule {
  readonly id: string;
  readonly rule: string;
}

export interface Operation {
  readonly operationId: string;
  readonly summary: string;
  readonly description: string;
  readonly parameters?: readonly OrReference<Parameter>[];
  readonly requestBody?: {
    readonly required?: boolean;
    readonly description?: string;
    readonly content: Readonly<Record<string, Media>>;
  };
  readonly responses: Readonly<Record<string, OrReference<Response>>>;
  readonly "x-rules"?: readonly Rule[];
}

export interface SecurityScheme {
  readonly type: string;
  readonly scheme?: string;
  readonly in?: string;
  readonly name?: string;
  readonly description: string;
  readonly flows?: Readonly<
    Record<string, { readonly tokenUrl: string; readonly scopes: Readonly<Record<string, string>> }>
  >;
}

export interface Spec {
  readonly info: { readonly title: string; readonly version: string; readonly description: string };
  readonly servers: readonly { readonly url: string; readonly description: string }[];
  readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  readonly components: {
    readonly schemas: Readonly<Record<string, Schema>>;
    readonly headers: Readonly<Record<string, Header>>;
    readonly securitySchemes: Readonly<Record<string, SecurityScheme>>;
  };
}

/** One form of the API, with its spec and its page. */
export interface Face {
  readonly name: "completions" | "openai";
  readonly path: string;
  readonly spec: Spec;
}

// The types that TypeScript infers from the JSON name every key; the code needs the general form.
export const faces: readonly [Face, Face] = [
  { name: "completions", path: "reference/completions/", spec: completions as unknown as Spec },
  { name: "openai", path: "reference/openai/", spec: openai as unknown as Spec },
];

/** Follows a reference to a component. */
export function resolve<T extends object>({ spec }: Face, object: OrReference<T>): T {
  if (!("$ref" in object) || object.$ref === undefined) return object as T;
  const target = object.$ref
    .slice(2)
    .split("/")
    .reduce<unknown>((value, key) => (value as Readonly<Record<string, unknown>>)[key], spec);
  return target as T; // The spec's linter checks that each reference leads to a component of its kind.
}

/** Gives the last part of a reference: the component's name. */
export function nameOf(reference: string): string {
  return reference.slice(reference.lastIndexOf("/") + 1);
}

/** Lists a face's operations in the order of the spec. */
export function listOperations({
  spec,
}: Face): { readonly method: string; readonly path: string; readonly operation: Operation }[] {
  return Object.entries(spec.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
  );
}

/** Links to a rule, as inline Markdown. */
export function linkRules(rules: readonly (string | Rule)[] = []): string {
  return rules
    .map((rule) => (typeof rule === "string" ? rule : rule.id))
    .map((id) => `[\`${id}\`](${href("reference/rules/", id)})`)
    .join(", ");
}

/** Removes the tables that the bundled spec repeats from its own lists of rules and of codes. */
export function withoutTables(description: string): string {
  return description.replace(/\n+(?:\|.*\n?)+/g, "\n").trim();
}
