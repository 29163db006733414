import { _, type CodeKeywordDefinition, Name } from "ajv";

/** Once a value has this many faults, an array is left at its next one: a long one of nothing else costs little. */
const enough = 32;

/** `items`, one schema for every item. */
export const items: CodeKeywordDefinition = {
  keyword: "items",
  type: "array",
  schemaType: "object",
  code(cxt) {
    const { gen, data } = cxt;
    const valid = gen.name("valid");
    gen.forRange("i", 0, _`${data}.length`, (index) => {
      cxt.subschema({ keyword: "items", dataProp: index, dataPropType: 0 }, valid);
      gen.if(_`!${valid} && ${new Name("errors")} >= ${enough}`, () => gen.break());
    });
  },
};
