import { isErrorStatus } from "./error-status.ts";
import type { Rule, Schema } from "./redocly.ts";

const flat = ["status", "error", "message"];
const wrapped = ["message", "type", "param", "code"];

/**
 * Requires every error response to have a JSON body with a schema. It must require `status`, `error` and `message`; or, as
 * OpenAI's clients expect, an `error` that is an object and requires `message`, `type`, `param` and `code`.
 */
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
      const { node: body, location: place } = resolve(schema, location.source.absoluteRef);
      if (!body) return;
      const { error } = body.properties ?? {};
      const inner = error && resolve(error, place.source.absoluteRef);
      if (inner?.node?.properties) {
        check(body, ["error"], place);
        check(inner.node, wrapped, inner.location);
      } else check(body, flat, place);

      function check(schema: Schema, names: string[], place: typeof location): void {
        for (const name of names) {
          if (!schema.properties?.[name]) {
            report({
              message: `An error must have the property \`${name}\`.`,
              location: place.child("properties").key(),
            });
          } else if (!schema.required?.includes(name)) {
            report({
              message: `An error must require its property \`${name}\`.`,
              location: place.child("required").key(),
            });
          }
        }
      }
    },
  },
});
