import { Ajv } from "ajv";
import { additionalProperties } from "./keywords/additional-properties.ts";
import { items } from "./keywords/items.ts";
import { oneOf } from "./keywords/one-of.ts";
import { properties, required } from "./keywords/properties.ts";
import { describeRequirement } from "./messages.ts";

/** Keywords of the spec that are not JSON Schema. They make no value invalid. */
const extensions = ["x-rules", "x-statuses", "x-enumDescriptions", "x-extensible-enum", "x-codes", "x-types"];

/** Creates an ajv whose code reports each fault once. Plain ajv reports a fault in a union for every branch. */
export function createAjv(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    strictTypes: true,
    // The meta-schema needs ajv's own keywords, which are replaced below. The spec's linter has checked the schemas.
    meta: false,
    validateSchema: false,
    // The format tells other generators the size of an integer. A number in JavaScript has no other.
    formats: { int64: true },
    // A definition that several schemas refer to is one function.
    inlineRefs: false,
    code: { source: true, esm: true, lines: true },
  });
  for (const rule of Object.values(ajv.RULES.all)) {
    if (typeof rule !== "object") continue;
    rule.definition.error = {
      message: ({ keyword, schema, parentSchema }) =>
        describeRequirement(keyword, schema, parentSchema?.examples),
    };
  }
  for (const definition of [additionalProperties, items, oneOf, properties, required]) {
    ajv.removeKeyword(String(definition.keyword)).addKeyword(definition);
  }
  return ajv.addVocabulary(extensions);
}
