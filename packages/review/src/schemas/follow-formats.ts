import { isJsonObject, type Json } from "../model/json.ts";
import type { DefinedSchema, Definitions, Schema } from "../model/schema.ts";
import { resolve, schemaAt, schemaMapAt, schemasAt } from "./keywords.ts";
import { textOfFormat } from "./samples/formats.ts";

type Path = readonly (string | number)[];

/** A text in a value, and one to put in its place. */
type Replacement = readonly [path: Path, text: string];

/**
 * Replaces the texts in a witness that do not have the format of their schema, as long as `holds` is true. Formats are no
 * part of the canonical form, so witnesses are found without them, and the mock of the base would refuse those.
 */
export function followFormats(
  value: Json,
  { schema, definitions }: DefinedSchema,
  holds: (value: Json) => boolean,
): Json {
  return replacementsIn(value, schema, definitions, []).reduce<Json>((current, [path, text]) => {
    const next = replaceText(current, path, text);
    return holds(next) ? next : current;
  }, value);
}

function replacementsIn(
  value: Json,
  schema: Schema,
  definitions: Definitions,
  path: Path,
): readonly Replacement[] {
  const target = resolve(schema, definitions);
  if (!isJsonObject(target)) return [];
  const own = (): readonly Replacement[] => {
    if (typeof value === "string") {
      const text = textOfFormat(target.format, value);
      return text === undefined ? [] : [[path, text]];
    }
    if (Array.isArray(value)) {
      const items = schemaAt(target, "items");
      return value.flatMap((item, index) => replacementsIn(item, items, definitions, [...path, index]));
    }
    if (!isJsonObject(value)) return [];
    const properties = schemaMapAt(target, "properties");
    return Object.entries(value).flatMap(([name, member]) =>
      replacementsIn(member, properties.get(name) ?? true, definitions, [...path, name]),
    );
  };
  const branches = ["allOf", "anyOf", "oneOf"].flatMap((keyword) => schemasAt(target, keyword));
  return [...own(), ...branches.flatMap((branch) => replacementsIn(value, branch, definitions, path))];
}

function replaceText(value: Json, [key, ...rest]: Path, text: string): Json {
  if (key === undefined) return text;
  if (Array.isArray(value))
    return value.with(Number(key), replaceText(value[Number(key)] ?? null, rest, text));
  return isJsonObject(value) ? { ...value, [key]: replaceText(value[key] ?? null, rest, text) } : value;
}
