import type { Rule } from "./redocly.ts";

/**
 * Requires a status in `x-statuses` and a meaning in `x-enumDescriptions` for each code of a schema that has either of
 * these extensions.
 */
export const errorCodeMeanings: Rule = () => ({
  Schema(schema, { location: place, report }) {
    if (!schema["x-statuses"] && !schema["x-enumDescriptions"]) return;
    const codes = schema.enum ?? [];
    for (const extension of ["x-statuses", "x-enumDescriptions"] as const) {
      const described = Object.keys(schema[extension] ?? {});
      for (const code of codes.filter((code) => !described.includes(code))) {
        report({
          message: `\`${extension}\` lacks the code \`${code}\`.`,
          location: place.child(extension).key(),
        });
      }
      for (const code of described.filter((code) => !codes.includes(code))) {
        report({
          message: `\`${code}\` is not in the enum.`,
          location: place.child([extension, code]).key(),
        });
      }
    }
  },
});
