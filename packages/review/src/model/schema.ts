import { isJsonObject, type Json, type JsonObject } from "./json.ts";

/** A JSON Schema (draft 2020-12), as OpenAPI 3.1 uses it. */
export type Schema = boolean | JsonObject;

/**
 * The schemas that recursive references point to. Every other reference has been replaced by its target; a recursive one
 * is `{ "$ref": "#/$defs/NAME" }`, and NAME is a key here.
 */
export type Definitions = Readonly<Record<string, Schema>>;

const definitionPointer = "#/$defs/";

/** Returns the name of the definition that a part refers to, or undefined if it is not such a reference. */
export function definitionName(part: Json | undefined): string | undefined {
  const reference = isJsonObject(part) ? part.$ref : undefined;
  if (typeof reference !== "string" || !reference.startsWith(definitionPointer)) return undefined;
  return reference.slice(definitionPointer.length);
}

/** A schema with the definitions that its recursive references need. */
export interface DefinedSchema {
  readonly schema: Schema;
  readonly definitions: Definitions;
}
