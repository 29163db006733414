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
      // What is required must be the object's own. The rest is held to the schema however it came there, since readers
      // see what is inherited, too.
      gen.if(required.has(name) ? hasOwn(data, name) : _`${data}[${name}] !== undefined`);
      cxt.subschema({ keyword: "properties", schemaProp: name, dataProp: name }, valid);
      if (required.has(name)) {
        gen.else();
        reportAt(new KeywordCxt(cxt.it, missing, "required"), name);
      }
      gen.endIf();
    }
  },
};

const missing = {
  keyword: "required",
  type: [],
  schemaType: [],
  error: { message: "is required" },
  code() {},
};

/** `required`, of which `properties` takes care. */
export const required: CodeKeywordDefinition = {
  keyword: "required",
  schemaType: "array",
  code({ schema, parentSchema }) {
    const stray = schema.filter((name: string) => !Object.hasOwn(Object(parentSchema.properties), name));
    if (stray.length > 0) throw new Error(`Required, but not among the properties: ${stray.join(", ")}.`);
  },
};
