import type { JsonObject } from "../../model/json.ts";
import type { Definitions, Schema } from "../../model/schema.ts";

export interface RewriteContext {
  readonly definitions: Definitions;
}

/** Returns a schema that allows the same values, or the same object if there is nothing to rewrite. */
export type Rewrite = (schema: JsonObject, context: RewriteContext) => Schema;
