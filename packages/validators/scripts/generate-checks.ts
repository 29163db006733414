import { createRequire } from "node:module";
import standaloneCode from "ajv/dist/standalone/index.js";
import { minifySync } from "rolldown/utils";
import { checkedSchemas } from "./checked-schemas.ts";
import { createAjv } from "./create-ajv.ts";
import { describeType } from "./words.ts";

// Where an import of ajv's CommonJS has its default depends on who runs this.
const { default: ucs2length }: { default: (text: string) => number } = createRequire(import.meta.url)(
  "ajv/dist/runtime/ucs2length",
);

/** A module of ajv's standalone code, one exported check for each schema. */
export function generateChecks(): string {
  const ajv = createAjv();
  for (const [name, { schema }] of Object.entries(checkedSchemas)) ajv.addSchema(schema, name);
  const names = Object.fromEntries(Object.keys(checkedSchemas).map((name) => [name, name]));
  return format(makePlain(standaloneCode.default(ajv, names)));
}

/** Leaves out of ajv's code what nobody reads, and brings in what it would import at run time. */
function makePlain(code: string): string {
  const plain = code
    .replaceAll(/schemaPath:"[^"]*",keyword:("\w+"),params:\{[^}]*\}/g, "keyword:$1")
    .replaceAll(/message:"must be (null|boolean|integer|number|string|array|object)"/g, (_, type) => {
      // The one message that no definition of a keyword can set.
      return `message:${JSON.stringify(`must be ${describeType({ type })}`)}`;
    })
    .replaceAll('require("ajv/dist/runtime/ucs2length").default', String(ucs2length))
    // A call would stay in bundles that never use it.
    .replaceAll(/new RegExp\((".*"), "(\w*)"\)/g, (_, source, flags) =>
      String(new RegExp(JSON.parse(source), flags)),
    );
  const [stray] = plain.match(/\brequire\(.*\)/) ?? [];
  if (stray) throw new Error(`ajv's code still has ${stray}.`);
  return plain;
}

/** Indents, and drops what is not used: ajv leaves the schemas in. */
function format(code: string): string {
  const options = { compress: true, mangle: false, codegen: { removeWhitespace: false } };
  const { code: formatted, errors } = minifySync("checks.js", code, options);
  if (errors.length > 0) throw new AggregateError(errors, "ajv's code cannot be parsed.");
  return formatted;
}
