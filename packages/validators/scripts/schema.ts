/** The part of JSON Schema that the generators look at themselves; ajv looks at all of it. */
export interface Schema {
  readonly type?: JsonType;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly default?: unknown;
  readonly "x-statuses"?: Readonly<Record<string, number>>;
}

export type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";

/** Keywords of the spec's schemas that say nothing of which values are valid, beyond those that ajv knows. */
export const annotations: readonly string[] = ["x-rules", "x-statuses", "x-enumDescriptions"];
