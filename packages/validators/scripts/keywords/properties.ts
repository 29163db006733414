import { _, type CodeKeywordDefinition, KeywordCxt, str } from "ajv";
import { getErrorPath } from "ajv/dist/compile/util.js";
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
    const { gen, data, it } = cxt;
    const valid = gen.name("valid");
    const required = new Set<string>(cxt.parentSchema.required);
    for (const name of Object.keys(cxt.schema)) {
      // ajv would read a property twice, and reading takes most of the time where objects of many shapes come by. To the
      // path it adds only what it reads itself.
      const value = gen.const("value", _`${data}[${name}]`);
      const errorPath = str`${it.errorPath}${getErrorPath(name)}`;
      // What is required must be the object's own. The rest is held to the schema however it came there, since readers
      // see what is inherited, too.
      gen.if(required.has(name) ? hasOwn(data, name, value) : _`${value} !== undefined`);
      new KeywordCxt({ ...it, errorPath }, cxt.def, "properties").subschema(
        { keyword: "properties", schemaProp: name, data: value },
        valid,
      );
      if (required.has(name)) {
        gen.else();
        reportAt(new KeywordCxt(it, missing, "required"), name);
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
