import { compileSchema } from "./compile-schema.ts";
import type { Rule } from "./redocly.ts";

/** Requires the example of a header to match its schema. Redocly's own rules check only parameters and bodies. */
export const headerExamples: Rule = () => ({
  Header(header, context) {
    if (!header.schema || header.example === undefined) return;
    const problem = compileSchema(header.schema, context)(header.example);
    if (!problem) return;
    const location = context.location.child("example");
    context.report({ message: `The example is wrong: ${problem}.`, location });
  },
});
