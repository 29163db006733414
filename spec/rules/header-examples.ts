import { faultFinder } from "./fault-finder.ts";
import type { Rule } from "./redocly.ts";

/** The example of a header is valid by its schema. Redocly's own rules look at those of parameters and bodies only. */
export const headerExamples: Rule = () => ({
  Header(header, context) {
    if (!header.schema || header.example === undefined) return;
    const fault = faultFinder(header.schema, context)(header.example);
    if (!fault) return;
    const location = context.location.child("example");
    context.report({ message: `The example is wrong: ${fault}.`, location });
  },
});
