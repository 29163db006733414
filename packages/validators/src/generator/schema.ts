/** The keywords of the spec's schemas that this package reads. */
export interface Schema {
  /** A reference to a definition of the same document: `#/$defs/NAME`. */
  readonly $ref?: string;
  readonly title?: string;
  readonly type?: JsonType | readonly JsonType[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly oneOf?: readonly Schema[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly default?: unknown;
  readonly examples?: readonly unknown[];
  readonly "x-statuses"?: Readonly<Record<string, number>>;
  readonly "x-codes"?: Readonly<Record<string, string>>;
  readonly "x-types"?: Readonly<Record<string, string>>;
}

export type JsonType = "null" | "boolean" | "integer" | "number" | "string" | "array" | "object";
