import type { Face, Schema } from "./bundle.ts";

const limitKeywords = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems"];
// The formats that the page names, and some that a pattern could match by mistake.
const formats = [
  "YYYY-MM-DD",
  "YYYY-MM-DD-preview",
  "YYYY-MM",
  "YYYY-MM-DD-",
  "YYYY-MM-DD-previews",
  "vYYYY-MM-DD",
];

/**
 * Returns the facts about a schema that a reference has: type, values, default, formats and limits, whether null is
 * allowed, and the properties of an object without a name. The type is a name if it is one of `names`.
 */
export function schemaFacts(nullable: Schema, names: string[], face: Face): Record<string, unknown> {
  const schema = withoutNull(nullable);
  const { enum: values, const: constant, default: defaultValue, pattern } = face.resolve(schema);
  const isConstant = constant !== undefined;
  return {
    type: typeOf(schema, names, face),
    values: isConstant ? [constant] : values,
    default: defaultValue,
    formats: pattern && formats.filter((format) => new RegExp(pattern).test(format.replace(/[YMD]/g, "1"))),
    limits: limitsOf(schema, face),
    ...(schema !== nullable && { nullable: true }),
    properties: Object.fromEntries(
      Object.entries(schema.properties ?? {}).map(([name, property]) => [
        name,
        schemaFacts(property, names, face),
      ]),
    ),
  };
}

/** Returns a schema that is like another but refuses null, or the other one itself if it refuses null already. */
function withoutNull(schema: Schema): Schema {
  const { type, oneOf } = schema;
  const [only, ...others] = (oneOf ?? []).filter((branch) => branch.type !== "null");
  if (oneOf && only && others.length === 0) return only;
  if (!Array.isArray(type)) return schema;
  const [onlyType, ...otherTypes] = type.filter((name) => name !== "null");
  return { ...schema, type: onlyType !== undefined && otherTypes.length === 0 ? onlyType : type };
}

/**
 * Returns a type in the notation of reference.yaml, such as `string`, `string[]`, `Choices` or `{number}` for an object whose
 * values are numbers, or several for a union.
 */
function typeOf(schema: Schema, names: string[], face: Face): string | string[] {
  const name = schema.$ref?.split("/").at(-1);
  if (name && names.includes(name)) return name;
  const { type = "any", items, oneOf, additionalProperties: values } = face.resolve(schema);
  if (oneOf) return oneOf.flatMap((branch) => typeOf(branch, names, face));
  if (typeof values === "object") {
    const map = `{${typeOf(values, names, face)}}`;
    return Array.isArray(type) ? type.map((name) => (name === "object" ? map : name)) : map;
  }
  return items && type === "array" ? `${[typeOf(items, names, face)].flat().join("|")}[]` : type;
}

/** Returns the bounds of a schema, of its items, and of the branches of a union, by their titles. */
function limitsOf(schema: Schema, face: Face): Record<string, unknown> {
  const resolved: Schema & Record<string, unknown> = face.resolve(schema);
  return {
    ...Object.fromEntries(limitKeywords.map((keyword) => [keyword, resolved[keyword]])),
    ...(resolved.items && { items: limitsOf(resolved.items, face) }),
    ...(typeof resolved.additionalProperties === "object" && {
      values: limitsOf(resolved.additionalProperties, face),
    }),
    ...Object.fromEntries((resolved.oneOf ?? []).map((branch) => [branch.title, limitsOf(branch, face)])),
  };
}
