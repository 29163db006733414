import { Ajv2020 } from "ajv/dist/2020.js";
import type { Json } from "../../src/model/json.ts";
import type { Definitions, Schema } from "../../src/model/schema.ts";

/** Compiles a schema with Ajv, which knows nothing of canonical forms. */
export function createValidator(schema: Schema, definitions: Definitions = {}): (value: Json) => boolean {
  const ajv = new Ajv2020({ strict: false, validateFormats: false, validateSchema: false });
  const root = typeof schema === "boolean" ? (schema ? {} : { not: {} }) : schema;
  const validate = ajv.compile({ ...root, $defs: definitions });
  return (value) => validate(value) === true;
}
