import { _, type CodeKeywordDefinition, KeywordCxt, str, stringify } from "ajv";
import { getErrorPath } from "ajv/dist/compile/util.js";
import type { KeywordErrorCxt } from "ajv/dist/types/index.js";
import { describeUnknown } from "../messages.ts";
import { leaveListAfterFaults } from "./leave-list.ts";

/**
 * `additionalProperties` as one schema for all properties of a map, or as `false`, which refuses properties that are not in
 * `properties`. Other objects accept any additional property.
 */
export const additionalProperties: CodeKeywordDefinition = {
  keyword: "additionalProperties",
  type: "object",
  schemaType: ["boolean", "object"],
  code(cxt) {
    const { gen, data, schema, parentSchema } = cxt;
    if (schema === true) return;
    if (schema === false) return refuseUnknown(cxt);
    if (parentSchema.properties)
      throw new Error("A schema for additional properties cannot be beside `properties`.");
    const valid = gen.name("valid");
    gen.forIn("key", data, (key) => {
      cxt.subschema({ keyword: "additionalProperties", dataProp: key, dataPropType: 1 }, valid);
      leaveListAfterFaults(gen, valid);
    });
  },
};

function refuseUnknown({ gen, data, parentSchema, it }: KeywordCxt): void {
  const known = Object.keys(parentSchema.properties);
  const valid = gen.let("valid", true);
  gen.forIn("key", data, (key) => {
    gen.if(_`!${stringify(known)}.includes(${key})`, () => {
      const errorPath = str`${it.errorPath}${getErrorPath(key, 1)}`;
      new KeywordCxt({ ...it, errorPath }, unknown, "additionalProperties").error();
      gen.assign(valid, false);
    });
    leaveListAfterFaults(gen, valid);
  });
}

const unknown = {
  keyword: "additionalProperties",
  type: [],
  schemaType: [],
  error: {
    message: ({ parentSchema }: KeywordErrorCxt) => describeUnknown(Object.keys(parentSchema?.properties)),
  },
  code() {},
};
