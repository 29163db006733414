import { isErrorStatus } from "./error-status.ts";
import type { Rule } from "./redocly.ts";

const name = "x-ms-error-code";

/** Requires every error response to declare the header `x-ms-error-code` as `required`. */
export const errorCodeHeader: Rule = () => ({
  Operation: {
    Response(response, { key, location, report, resolve }) {
      if (!isErrorStatus(key)) return;
      const declared = response.headers?.[name];
      const header = declared && resolve(declared).node;
      if (!declared) {
        report({
          message: `An error response must declare the header \`${name}\`.`,
          location: location.child("headers").key(),
        });
      } else if (header && !header.required) {
        report({
          message: `The header \`${name}\` must be \`required\`.`,
          location: location.child(["headers", name]),
        });
      }
    },
  },
});
