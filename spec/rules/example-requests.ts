import { compileSchema } from "./compile-schema.ts";
import type { Rule } from "./redocly.ts";

/**
 * Requires every example of a response to have its request in `x-request`, with a body if the operation has one, and that
 * body to be valid. It must be invalid if the error's code says so. Operations without a body may share the errors of others.
 */
export const exampleRequests: Rule = () => {
  let findProblem: ((body: unknown) => string | undefined) | undefined;
  return {
    Operation: {
      enter(operation, context) {
        const schema = operation.requestBody?.content["application/json"]?.schema;
        findProblem = schema && compileSchema(schema, context);
      },
      Response: {
        MediaType: {
          Example(example, { location, report, resolve }) {
            const request = example["x-request"];
            if (!request) {
              const message = "An example of a response must have an `x-request`.";
              report({ message, location: location.key() });
              return;
            }
            if (!findProblem) return;
            if (request.body === undefined) {
              report({
                message: "The request must have a `body`.",
                location: location.child("x-request").key(),
              });
              return;
            }
            const problem = findProblem(resolve(request.body).node);
            const code = codeOf(example.value);
            if (Boolean(problem) === invalidCodes.includes(code)) return;
            const message = problem
              ? `The request is not valid: ${problem}.`
              : `The request gets the code \`${code}\`, but it is valid.`;
            report({ message, location: location.child(["x-request", "body"]) });
          },
        },
      },
    },
  };
};

/** The codes of errors that say that the body does not match its schema, in the two faces of the API. */
const invalidCodes = ["invalid_parameter", "invalid_value"];

/** Returns the code of an error: its property `code`, or that of its property `error`. */
function codeOf(body: unknown): string {
  const { code, error } = Object(body);
  return String(code ?? Object(error).code);
}
