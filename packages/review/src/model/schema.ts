import type { JsonObject } from "./json.ts";

/** A JSON Schema (draft 2020-12), as OpenAPI 3.1 uses it. */
export type Schema = boolean | JsonObject;

/**
 * The schemas that recursive references point to. Every other reference has been replaced by its target; a recursive one
 * is `{ "$ref": "#/$defs/NAME" }`, and NAME is a key here.
 */
export type Definitions = Readonly<Record<string, Schema>>;

/** A schema with the definitions that its recursive references need. */
export interface DefinedSchema {
  readonly schema: Schema;
  readonly definitions: Definitions;
}
