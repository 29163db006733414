import { isErrorStatus } from "./error-status.ts";
import type { Rule } from "./redocly.ts";

/** Requires every error response to have a JSON body whose schema requires `status`, `error` and `message`. */
export const errorSchema: Rule = () => ({
  Operation: {
    Response(response, { key, location, report, resolve }) {
      if (!isErrorStatus(key)) return;
      const schema = response.content?.["application/json"]?.schema;
      if (!schema) {
        report({
          message: "An error response must have a JSON body with a schema.",
          location: location.child("content").key(),
        });
        return;
      }
      const { node: error, location: place } = resolve(schema, location.source.absoluteRef);
      if (!error) return;
      for (const name of ["status", "error", "message"]) {
        if (!error.properties?.[name]) {
          report({
            message: `An error must have the property \`${name}\`.`,
            location: place.child("properties").key(),
          });
        } else if (!error.required?.includes(name)) {
          report({
            message: `An error must require its property \`${name}\`.`,
            location: place.child("required").key(),
          });
        }
      }
    },
  },
});
