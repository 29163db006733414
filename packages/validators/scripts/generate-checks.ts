import { createRequire } from "node:module";
import standaloneCode from "ajv/dist/standalone/index.js";
import { minifySync } from "rolldown/utils";
import { createAjv } from "../src/generator/create-ajv.ts";
import { describeType } from "../src/generator/messages.ts";
import type { CheckedSchemas } from "./checked-schemas.ts";

// Node and bundlers disagree about the default import of a CommonJS module, so this requires it.
const { default: ucs2length }: { default: (text: string) => number } = createRequire(import.meta.url)(
  "ajv/dist/runtime/ucs2length",
);

/** Generates a module of ajv's standalone code that exports a check for each schema. */
export function generateChecks(checkedSchemas: CheckedSchemas): string {
  const ajv = createAjv();
  for (const [name, { schema }] of Object.entries(checkedSchemas)) ajv.addSchema(schema, name);
  const names = Object.fromEntries(Object.keys(checkedSchemas).map((name) => [name, name]));
  return format(simplify(standaloneCode.default(ajv, names)));
}

/** Removes unused properties from the errors in ajv's code, and replaces its run-time imports by their code. */
function simplify(code: string): string {
  const simplified = code
    .replaceAll(/schemaPath:"[^"]*",keyword:("\w+"),params:\{[^}]*\}/g, "keyword:$1")
    .replaceAll(
      /message:"must be (null|boolean|integer|number|string|array|object)(?:,null)?"/g,
      (_, type) => {
        // Keyword definitions can set every message except this one.
        return `message:${JSON.stringify(`must be ${describeType({ type })}`)}`;
      },
    )
    .replaceAll('require("ajv/dist/runtime/ucs2length").default', String(ucs2length))
    // Bundlers remove an unused literal, but not an unused call.
    .replaceAll(/new RegExp\((".*"), "(\w*)"\)/g, (_, source, flags) =>
      String(new RegExp(JSON.parse(source), flags)),
    );
  const [stray] = simplified.match(/\brequire\(.*\)/) ?? [];
  if (stray) throw new Error(`ajv's code still contains ${stray}.`);
  return simplified;
}

/** Formats the code and removes unused parts, such as the schemas that ajv includes. */
function format(code: string): string {
  const options = { compress: true, mangle: false, codegen: { removeWhitespace: false } };
  const { code: formatted, errors } = minifySync("checks.js", code, options);
  if (errors.length > 0) throw new AggregateError(errors, "Cannot parse ajv's code.");
  return formatted;
}
