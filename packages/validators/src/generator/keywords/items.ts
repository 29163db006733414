import { _, type CodeKeywordDefinition } from "ajv";
import { leaveListAfterFaults } from "./leave-list.ts";

/** `items` with one schema for all items. */
export const items: CodeKeywordDefinition = {
  keyword: "items",
  type: "array",
  schemaType: "object",
  code(cxt) {
    const { gen, data } = cxt;
    const valid = gen.name("valid");
    gen.forRange("i", 0, _`${data}.length`, (index) => {
      cxt.subschema({ keyword: "items", dataProp: index, dataPropType: 0 }, valid);
      leaveListAfterFaults(gen, valid);
    });
  },
};
