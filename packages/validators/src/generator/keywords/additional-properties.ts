import type { CodeKeywordDefinition } from "ajv";
import { leaveListAfterFaults } from "./leave-list.ts";

/** `additionalProperties` as one schema for all properties of a map. Other objects accept any additional property. */
export const additionalProperties: CodeKeywordDefinition = {
  keyword: "additionalProperties",
  type: "object",
  schemaType: ["boolean", "object"],
  code(cxt) {
    const { gen, data, schema, parentSchema } = cxt;
    if (schema === true) return;
    if (schema === false || parentSchema.properties)
      throw new Error("A schema for additional properties cannot be `false`, or beside `properties`.");
    const valid = gen.name("valid");
    gen.forIn("key", data, (key) => {
      cxt.subschema({ keyword: "additionalProperties", dataProp: key, dataPropType: 1 }, valid);
      leaveListAfterFaults(gen, valid);
    });
  },
};
