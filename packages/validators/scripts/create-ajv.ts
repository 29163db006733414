import { Ajv } from "ajv";
import { items } from "./keywords/items.ts";
import { oneOf } from "./keywords/one-of.ts";
import { properties, required } from "./keywords/properties.ts";
import { describeFault } from "./words.ts";

/** What the schemas of the spec say beyond JSON Schema; no value is invalid for it. */
const extensions = ["x-rules", "x-statuses", "x-enumDescriptions"];

/** An ajv that makes code with one fault for each fault, where ajv itself would report every branch of a union. */
export function createAjv(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    strictTypes: true,
    // The schema of schemas would need ajv's own keywords. The lint of the spec has checked the schemas.
    meta: false,
    validateSchema: false,
    code: { source: true, esm: true, lines: true },
  });
  for (const rule of Object.values(ajv.RULES.all)) {
    if (typeof rule !== "object") continue;
    rule.definition.error = { message: ({ keyword, schema }) => describeFault(keyword, schema) };
  }
  for (const definition of [items, oneOf, properties, required]) {
    ajv.removeKeyword(String(definition.keyword)).addKeyword(definition);
  }
  return ajv.addVocabulary(extensions);
}
