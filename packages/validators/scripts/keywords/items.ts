import { _, type CodeKeywordDefinition, Name } from "ajv";

/** A long array of nothing but faults is left after this many. */
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
