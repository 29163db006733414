import { compileSchema } from "./compile-schema.ts";
import type { Rule } from "./redocly.ts";

/**
 * Requires every example of a response to have its request in `x-request`, and that request to be valid. The request of a
 * 422 must be invalid, unless the response says that the model does not support a parameter.
 */
export const exampleRequests: Rule = () => {
  let findProblem: (body: unknown) => string | undefined = () => undefined;
  let status: string | number;
  return {
    Operation: {
      enter(operation, context) {
        const schema = operation.requestBody?.content["application/json"]?.schema;
        findProblem = schema ? compileSchema(schema, context) : () => undefined;
      },
      Response: {
        enter(_response, { key }) {
          status = key;
        },
        MediaType: {
          Example(example, { location, report, resolve }) {
            const request = example["x-request"];
            if (!request) {
              const message = "An example of a response must have an `x-request`.";
              report({ message, location: location.key() });
              return;
            }
            const problem = findProblem(resolve(request.body).node);
            const refused = status === "422" && !isUnsupported(example.value);
            if (Boolean(problem) === refused) return;
            const message = problem
              ? `The request is not valid: ${problem}.`
              : "The request gets a 422, but it is valid.";
            report({ message, location: location.child(["x-request", "body"]) });
          },
        },
      },
    },
  };
};

const isUnsupported = (body: unknown): boolean =>
  typeof body === "object" && body !== null && "code" in body && body.code === "parameter_not_supported";
