import { nameOf, type Schema } from "./spec.ts";

/** Says in few words which values a schema permits, as inline Markdown. Enum values are not among them. */
export function schemaFacts(schema: Schema): string[] {
  const facts = [
    typeText(schema),
    range(schema.minimum, schema.maximum, ""),
    range(schema.minLength, schema.maxLength, "character"),
    range(schema.minItems, schema.maxItems, "item"),
    schema.format && `format \`${schema.format}\``,
    schema.pattern && `matches \`${schema.pattern}\``,
    schema.default !== undefined && `default \`${JSON.stringify(schema.default)}\``,
  ];
  return facts.filter((fact) => typeof fact === "string" && fact !== "").map(String);
}

/** Names a schema's type, as inline Markdown: "array of [`Choices`](#Choices)". */
export function typeText({ $ref, oneOf, type, items, const: constant }: Schema): string {
  if ($ref !== undefined) return `[\`${nameOf($ref)}\`](#${nameOf($ref)})`;
  if (oneOf !== undefined) return listAlternatives(oneOf.map(typeText));
  if (constant !== undefined) return `always \`${JSON.stringify(constant)}\``;
  if (type === "array" && items !== undefined) return `array of ${pluralOf(typeText(items))}`;
  return typeof type === "string" ? type : listAlternatives(type ?? ["any value"]);
}

function pluralOf(type: string): string {
  if (type.startsWith("[")) return type;
  return type.replace(/^(string|integer|number|object|array)\b/, "$1s");
}

function listAlternatives(texts: readonly string[]): string {
  return texts.length > 2 ? `${texts.slice(0, -1).join(", ")} or ${texts.at(-1)}` : texts.join(" or ");
}

function range(minimum: number | undefined, maximum: number | undefined, unit: string): string {
  const count = (value: number) => (unit === "" ? `${value}` : `${value} ${unit}${value === 1 ? "" : "s"}`);
  if (minimum !== undefined && maximum !== undefined) return `from ${minimum} to ${count(maximum)}`;
  if (minimum !== undefined) return `at least ${count(minimum)}`;
  return maximum === undefined ? "" : `at most ${count(maximum)}`;
}
