import { compileSchema } from "./compile-schema.ts";
import type { Rule } from "./redocly.ts";

/** Requires the default of a schema to match the schema. Otherwise a server that applies it would refuse the request. */
export const validDefaults: Rule = () => ({
  Schema(schema, context) {
    if (schema.default === undefined) return;
    const problem = compileSchema(schema, context)(schema.default);
    if (!problem) return;
    const location = context.location.child("default");
    context.report({ message: `The default is wrong: ${problem}.`, location });
  },
});
