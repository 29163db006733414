import { faultFinder } from "./fault-finder.ts";
import type { Rule } from "./redocly.ts";

/** The default of a schema is valid by it. A server that applies the default would else refuse its own request. */
export const validDefaults: Rule = () => ({
  Schema(schema, context) {
    if (schema.default === undefined) return;
    const fault = faultFinder(schema, context)(schema.default);
    if (!fault) return;
    const location = context.location.child("default");
    context.report({ message: `The default is wrong: ${fault}.`, location });
  },
});
