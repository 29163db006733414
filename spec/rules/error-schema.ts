import { isErrorStatus } from "./error-status.ts";
import type { Rule } from "./redocly.ts";

/** Every error response has a JSON body whose schema has, and requires, `status`, `error` and `message`. */
export const errorSchema: Rule = () => ({
  Operation: {
    Response(response, { key, location, report, resolve }) {
      if (!isErrorStatus(key)) return;
      const schema = response.content?.["application/json"]?.schema;
      if (!schema) {
        report({
          message: "An error response has a JSON body with a schema.",
          location: location.child("content").key(),
        });
        return;
      }
      const { node: error, location: place } = resolve(schema, location.source.absoluteRef);
      if (!error) return;
      for (const name of ["status", "error", "message"]) {
        if (!error.properties?.[name]) {
          report({
            message: `An error has the property \`${name}\`.`,
            location: place.child("properties").key(),
          });
        } else if (!error.required?.includes(name)) {
          report({
            message: `An error requires its property \`${name}\`.`,
            location: place.child("required").key(),
          });
        }
      }
    },
  },
});
