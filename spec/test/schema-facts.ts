import { resolve, type Schema } from "./bundle.ts";

const limitKeywords = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"];
// Those that the page names, and some that a pattern could let through by mistake.
const formats = [
  "YYYY-MM-DD",
  "YYYY-MM-DD-preview",
  "YYYY-MM",
  "YYYY-MM-DD-",
  "YYYY-MM-DD-previews",
  "vYYYY-MM-DD",
];

/** What a table of the page would say of a schema: its type, by name if it is one of `names`, values, default, limits. */
export function schemaFacts(schema: Schema, names: string[]): Record<string, unknown> {
  const { enum: values, const: constant, default: defaultValue, pattern } = resolve(schema);
  const isConstant = constant !== undefined;
  return {
    type: typeOf(schema, names),
    values: isConstant ? [constant] : values,
    default: defaultValue,
    formats: pattern && formats.filter((format) => new RegExp(pattern).test(format.replace(/[YMD]/g, "1"))),
    limits: limitsOf(schema),
  };
}

/** A type as the page writes it: `string`, `string[]`, `Choices`; several, where the schema is a union. */
function typeOf(schema: Schema, names: string[]): string | string[] {
  const name = schema.$ref?.split("/").at(-1);
  if (name && names.includes(name)) return name;
  const { type = "any", items, oneOf } = resolve(schema);
  if (oneOf) return oneOf.flatMap((branch) => typeOf(branch, names));
  return items && type === "array" ? `${typeOf(items, names)}[]` : type;
}

/** The bounds of a schema, of its items, and, by their titles, of the branches of a union. */
function limitsOf(schema: Schema): Record<string, unknown> {
  const resolved = resolve(schema) as Schema & Record<string, unknown>;
  return {
    ...Object.fromEntries(limitKeywords.map((keyword) => [keyword, resolved[keyword]])),
    ...(resolved.items && { items: limitsOf(resolved.items) }),
    ...Object.fromEntries((resolved.oneOf ?? []).map((branch) => [branch.title, limitsOf(branch)])),
  };
}
