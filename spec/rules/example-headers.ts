import { compileSchema } from "./compile-schema.ts";
import { dereference } from "./dereference.ts";
import type { Header, Rule } from "./redocly.ts";

/**
 * Requires an example to use only headers of its operation: each header in `x-request` is a parameter or
 * `Authorization`, and the response declares each header in `x-headers` and accepts its value.
 */
export const exampleHeaders: Rule = () => {
  let parameters: string[] = [];
  let headers: Record<string, Header> = {};
  return {
    Operation: {
      enter(operation, { resolve }) {
        parameters = (operation.parameters ?? []).flatMap((parameter) => {
          const { node } = resolve(parameter);
          return node?.in === "header" ? [node.name] : [];
        });
      },
      Response: {
        enter(response, context) {
          const declared = Object.entries(response.headers ?? {});
          headers = Object.fromEntries(
            declared.map(([name, header]) => [name, dereference(header, context)]),
          );
        },
        MediaType: {
          Example(example, context) {
            const { location, report } = context;
            for (const name of Object.keys(example["x-request"]?.headers ?? {})) {
              if (name === "Authorization" || parameters.includes(name)) continue;
              const place = location.child(["x-request", "headers", name]).key();
              report({ message: `The operation has no header \`${name}\`.`, location: place });
            }
            for (const [name, value] of Object.entries(example["x-headers"] ?? {})) {
              const schema = headers[name]?.schema;
              const problem = schema
                ? compileSchema(schema, context)(value)
                : "the response does not declare it";
              const place = location.child(["x-headers", name]);
              if (problem)
                report({ message: `The header \`${name}\` is wrong: ${problem}.`, location: place });
            }
          },
        },
      },
    },
  };
};
