import type { Rule } from "./redocly.ts";

/**
 * Requires a meaning in `x-enumDescriptions` for each value of a schema that has this extension or `x-statuses`, and a status
 * in `x-statuses` if it has that one. The codes in `x-codes` and `x-types` must be values of the schema, too.
 */
export const errorCodeMeanings: Rule = () => ({
  Schema(schema, { location: place, report }) {
    const {
      enum: codes = [],
      "x-statuses": statuses,
      "x-codes": counterparts = {},
      "x-types": types = {},
    } = schema;
    const meanings = schema["x-enumDescriptions"] ?? (statuses && {});
    for (const [extension, values] of Object.entries({
      "x-statuses": statuses,
      "x-enumDescriptions": meanings,
    })) {
      if (!values) continue;
      for (const code of codes.filter((code) => !(code in values))) {
        report({
          message: `\`${extension}\` lacks the code \`${code}\`.`,
          location: place.child(extension).key(),
        });
      }
      reportUnknown(
        extension,
        Object.keys(values).map((code) => [code, code]),
      );
    }
    reportUnknown("x-codes", Object.entries(counterparts));
    reportUnknown(
      "x-types",
      Object.keys(types).map((code) => [code, code]),
    );

    function reportUnknown(extension: string, entries: string[][]): void {
      for (const [key = "", code = ""] of entries) {
        if (codes.includes(code)) continue;
        report({
          message: `\`${code}\` is not in the enum.`,
          location: place.child([extension, key]).key(),
        });
      }
    }
  },
});
