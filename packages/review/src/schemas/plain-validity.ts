import { canonicalText } from "../canonical/index.ts";
import type { Json, JsonObject } from "../model/json.ts";
import type { DefinedSchema } from "../model/schema.ts";
import { keywordsOfType, schemasAt, typeOfValue, valuesOf } from "./keywords.ts";

const typed = new Set(Object.values(keywordsOfType).flat());

/**
 * Says whether a value is valid if types, constants and the branches of a union decide it, else undefined. Proofs ask about
 * many schemas and few values, and compiling a large schema to see that it refuses null takes most of their time.
 */
export function isPlainlyValid(
  { schema, definitions }: DefinedSchema,
  value: Json,
  isValid: (branch: DefinedSchema, value: Json) => boolean,
): boolean | undefined {
  if (typeof schema === "boolean") return schema;
  if (!hasType(schema, value)) return false;
  const text = canonicalText(value);
  if (valuesOf(schema)?.every((allowed) => canonicalText(allowed) !== text)) return false;
  const others = Object.keys(schema).filter((keyword) => !isSimple(keyword));
  const [union, ...more] = others.filter((keyword) => !typed.has(keyword));
  if (others.some((keyword) => typed.has(keyword)) && value !== null && typeof value !== "boolean")
    return undefined;
  if (union === undefined) return true;
  if (more.length > 0 || (union !== "anyOf" && union !== "oneOf")) return undefined;
  const fitting = schemasAt(schema, union).filter((branch) =>
    isValid({ schema: branch, definitions }, value),
  );
  return union === "oneOf" ? fitting.length === 1 : fitting.length > 0;
}

function isSimple(keyword: string): boolean {
  return keyword === "enum" || keyword === "const" || keyword === "type" || keyword.startsWith("x-");
}

/** Says whether the types that a schema names include that of a value. */
export function hasType(schema: JsonObject, value: Json): boolean {
  const type = typeOfValue(value);
  const types = [schema.type ?? type].flat();
  return types.includes(type) || (type === "integer" && types.includes("number"));
}
