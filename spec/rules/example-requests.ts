import { faultFinder } from "./fault-finder.ts";
import type { Rule } from "./redocly.ts";

/**
 * Every response's example names the request that gets it, in `x-request`: one that the schema accepts, unless the answer
 * is a 422 for anything else than a parameter that the model does not support.
 */
export const exampleRequests: Rule = () => {
  let findFault: (body: unknown) => string | undefined = () => undefined;
  let status: string | number;
  return {
    Operation: {
      enter(operation, context) {
        const schema = operation.requestBody?.content["application/json"]?.schema;
        findFault = schema ? faultFinder(schema, context) : () => undefined;
      },
      Response: {
        enter(_response, { key }) {
          status = key;
        },
        MediaType: {
          Example(example, { location, report, resolve }) {
            const request = example["x-request"];
            if (!request) {
              report({ message: "An example of a response has an `x-request`.", location: location.key() });
              return;
            }
            const fault = findFault(resolve(request.body).node);
            const refused = status === "422" && !isUnsupported(example.value);
            if (Boolean(fault) === refused) return;
            const message = fault
              ? `The request is not valid: ${fault}.`
              : "The request gets a 422, yet it is valid.";
            report({ message, location: location.child(["x-request", "body"]) });
          },
        },
      },
    },
  };
};

const isUnsupported = (body: unknown): boolean =>
  typeof body === "object" && body !== null && "code" in body && body.code === "parameter_not_supported";
