import { Ajv2020 } from "ajv/dist/2020.js";
import { isJsonObject, type Json } from "../../src/model/json.ts";
import type { Definitions, Schema } from "../../src/model/schema.ts";

// Most of the time would go into compilation. No schema here is used often.
const ajv = new Ajv2020({
  strict: false,
  validateFormats: false,
  validateSchema: false,
  meta: false,
  messages: false,
  code: { optimize: false },
});

/** Compiles a schema with Ajv, which knows nothing of canonical forms. */
export function createValidator(schema: Schema, definitions: Definitions = {}): (value: Json) => boolean {
  const root = { allOf: [withoutEmptyLists(schema)], $defs: withoutEmptyLists(definitions) };
  const validate = ajv.compile(root);
  return (value) => validate(value) === true;
}

/** Rewrites may leave a list without values or types. That allows nothing, but Ajv does not compile it. */
function withoutEmptyLists(part: Json): Json {
  if (Array.isArray(part)) return part.map(withoutEmptyLists);
  if (!isJsonObject(part)) return part;
  const isImpossible = [part.enum, part.type].some((list) => Array.isArray(list) && list.length === 0);
  return isImpossible
    ? false
    : Object.fromEntries(Object.entries(part).map(([keyword, value]) => [keyword, withoutEmptyLists(value)]));
}
