import { Ajv } from "ajv";
import ucs2length from "ajv/dist/runtime/ucs2length.js";
import standaloneCode from "ajv/dist/standalone/index.js";
import { minifySync } from "rolldown/utils";
import { checkedSchemas } from "./checked-schemas.ts";
import { items } from "./keywords/items.ts";
import { oneOf } from "./keywords/one-of.ts";
import { properties } from "./keywords/properties.ts";
import { annotations } from "./schema.ts";
import { describe, describeFault } from "./words.ts";

/** A module of ajv's standalone code, one exported check for each schema. */
export function generateChecks(): string {
  const ajv = createAjv();
  for (const [name, { schema }] of Object.entries(checkedSchemas)) ajv.addSchema(schema, name);
  const names = Object.fromEntries(Object.keys(checkedSchemas).map((name) => [name, name]));
  return format(makePlain(standaloneCode.default(ajv, names)));
}

function createAjv(): Ajv {
  const ajv = new Ajv({
    allErrors: true,
    // The schema of schemas would need keywords as ajv defines them; the lint of the spec has checked the schemas.
    meta: false,
    validateSchema: false,
    code: { source: true, esm: true, lines: true },
  });
  for (const rule of Object.values(ajv.RULES.all)) {
    if (typeof rule === "object") {
      rule.definition.error = { message: ({ keyword, schema }) => describeFault(keyword, schema) };
    }
  }
  ajv.removeKeyword("required").addKeyword("required");
  ajv.removeKeyword("properties").addKeyword(properties);
  ajv.removeKeyword("items").addKeyword(items);
  ajv.removeKeyword("oneOf").addKeyword(oneOf);
  ajv.addVocabulary([...annotations]);
  return ajv;
}

/** Brings in what ajv would import at run time, and puts our words where it takes none. */
function makePlain(code: string): string {
  const plain = code
    .replaceAll('require("ajv/dist/runtime/ucs2length").default', String(ucs2length.default))
    .replaceAll("new RegExp(", "/* @__PURE__ */ new RegExp(")
    .replaceAll(/"must be (null|boolean|integer|number|string|array|object)"/g, (_, type) =>
      JSON.stringify(`must be ${describe({ type })}`),
    );
  if (/\brequire\(/.test(plain)) throw new Error(`The code still has ${plain.match(/require\(.*\)/)}.`);
  return plain;
}

/** Indents, and drops what is not used: ajv leaves the schemas in. */
function format(code: string): string {
  const { code: formatted, errors } = minifySync("checks.js", code, {
    compress: true,
    mangle: false,
    codegen: { removeWhitespace: false },
  });
  if (errors.length > 0) throw new AggregateError(errors, "ajv's code cannot be parsed.");
  return formatted;
}
