import { dereference } from "./dereference.ts";
import { faultFinder } from "./fault-finder.ts";
import type { Header, Rule } from "./redocly.ts";

/**
 * The headers of an example are ones that its operation has: those in `x-request` are parameters or `Authorization`, and
 * those in `x-headers` are declared by the response, with a value that is valid there.
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
              const fault = schema ? faultFinder(schema, context)(value) : "the response does not declare it";
              const place = location.child(["x-headers", name]);
              if (fault) report({ message: `The header \`${name}\` is wrong: ${fault}.`, location: place });
            }
          },
        },
      },
    },
  };
};
