import { _, type CodeKeywordDefinition, Name } from "ajv";

/** Once a check has found this many faults, it leaves an array at the next one. This bounds the cost of a long array. */
const maxFaults = 32;

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
      gen.if(_`!${valid} && ${new Name("errors")} >= ${maxFaults}`, () => gen.break());
    });
  },
};
