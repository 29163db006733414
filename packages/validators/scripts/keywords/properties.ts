import { _, type CodeKeywordDefinition, KeywordCxt } from "ajv";
import { hasOwn, reportAt } from "./property.ts";

/**
 * `properties` and `required` in one pass, so that faults come in the order of the properties, and that a missing one is
 * reported at its own path.
 */
export const properties: CodeKeywordDefinition = {
  keyword: "properties",
  type: "object",
  schemaType: "object",
  code(cxt) {
    const { gen, data } = cxt;
    const valid = gen.name("valid");
    const required = new Set<string>(cxt.parentSchema.required);
    for (const name of Object.keys(cxt.schema)) {
      const isRequired = required.delete(name);
      // What is required must be the object's own. Own or not, a value is checked: it is what a reader will get.
      gen.if(isRequired ? hasOwn(data, name) : _`${data}[${name}] !== undefined`);
      cxt.subschema({ keyword: "properties", schemaProp: name, dataProp: name }, valid);
      if (isRequired) {
        gen.else();
        reportAt(new KeywordCxt(cxt.it, missing, "required"), name);
      }
      gen.endIf();
    }
    if (required.size > 0) throw new Error(`Required, but not described: ${[...required].join(", ")}.`);
  },
};

const missing = {
  keyword: "required",
  type: [],
  schemaType: [],
  error: { message: "is required" },
  code() {},
};
