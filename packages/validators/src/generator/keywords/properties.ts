import { _, type CodeKeywordDefinition, KeywordCxt, str } from "ajv";
import { getErrorPath } from "ajv/dist/compile/util.js";
import { hasOwn, reportAt } from "./property.ts";

/**
 * `properties` and `required` in one pass. It reports faults in the order of the schema's properties, and a missing
 * property at its own path.
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
      // Plain ajv reads a property twice, and reads take most of the time when objects have many shapes. Because this reads
      // the property itself, it must also extend the path.
      const value = gen.const("value", _`${data}[${name}]`);
      const errorPath = str`${it.errorPath}${getErrorPath(name)}`;
      // A required property must be the object's own. Other inherited properties are checked as well, because code that
      // reads the value sees them.
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

/** `required`, which generates no code: `properties` handles it. */
export const required: CodeKeywordDefinition = {
  keyword: "required",
  schemaType: "array",
  code({ schema, parentSchema }) {
    const stray = schema.filter((name: string) => !Object.hasOwn(Object(parentSchema.properties), name));
    if (stray.length > 0) throw new Error(`Required, but not in \`properties\`: ${stray.join(", ")}.`);
  },
};
