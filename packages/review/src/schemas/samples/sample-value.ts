import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import type { DefinedSchema, Definitions, Schema } from "../../model/schema.ts";
import { accepts } from "../create-check.ts";
import { withKeywordsOf } from "../find-edits/edit.ts";
import {
  keywordsOfType,
  namesAt,
  numberAt,
  resolve,
  schemaAt,
  schemaMapAt,
  schemasAt,
  typesOf,
} from "../keywords.ts";
import { candidatesOf } from "./candidates.ts";

const samples = new WeakMap<object, Json | undefined>();

/** Returns a small valid value of a schema, or undefined if none is found. Examples and defaults come first. */
export function sampleValue({ schema, definitions }: DefinedSchema): Json | undefined {
  if (typeof schema === "boolean") return schema ? {} : undefined;
  if (samples.has(schema)) return samples.get(schema);
  const sample = [...sampleValues(schema, definitions), ...candidatesOf(schema, definitions)].find((value) =>
    accepts({ schema, definitions }, value),
  );
  samples.set(schema, sample);
  return sample;
}

const known = new WeakMap<JsonObject, readonly Json[]>();

/**
 * Returns values that are valid unless keywords interact: minimal ones, and one for each branch of a union. At least one,
 * so that a value can be built around it.
 */
export function sampleValues(schema: Schema, definitions: Definitions, depth = 0): readonly Json[] {
  const target = resolve(schema, definitions);
  if (!isJsonObject(target)) return [0];
  if (depth > 12) return [null];
  const values = known.get(target) ?? valuesFor(target, definitions, depth);
  if (depth === 0) known.set(target, values);
  return values;
}

function valuesFor(target: JsonObject, definitions: Definitions, depth: number): readonly Json[] {
  const again = (part: Schema) => sampleValues(part, definitions, depth + 1);
  const stated = [target.enum, target.examples].flatMap((list) =>
    Array.isArray(list) ? list.slice(0, 3) : [],
  );
  const single = [target.const, target.default, target.example].flatMap((value) =>
    value === undefined ? [] : [value],
  );
  if (stated.length > 0 && target.enum !== undefined) return stated;
  const branches = [...schemasAt(target, "anyOf"), ...schemasAt(target, "oneOf")].flatMap((branch) =>
    again(branch).slice(0, 2),
  );
  const allOf = schemasAt(target, "allOf").flatMap((part) => again(part).slice(0, 2));
  const own =
    depth > 8 && branches.length > 0 ? [] : typesOf(target).flatMap((type) => ofType(type, target, again));
  const objects = [...own.filter(isJsonObject).slice(0, 1), ...allOf.filter(isJsonObject)];
  const merged = objects.length > 1 ? [Object.assign({}, ...objects)] : [];
  const combined = branches
    .filter(isJsonObject)
    .map((branch) => ({ ...Object.assign({}, ...objects), ...branch }));
  return [...stated, ...single, ...combined, ...merged, ...branches, ...allOf, ...own].slice(0, 12);
}

function ofType(
  type: string,
  schema: JsonObject,
  again: (schema: Schema) => readonly Json[],
): readonly Json[] {
  if (type === "object") {
    const properties = schemaMapAt(schema, "properties");
    return [
      Object.fromEntries(
        namesAt(schema, "required").map((name) => [name, again(properties.get(name) ?? true)[0] ?? null]),
      ),
    ];
  }
  if (type === "array") {
    const prefix = schemasAt(schema, "prefixItems").map((part) => again(part)[0] ?? null);
    const count = Math.min(1000, Math.max(0, (numberAt(schema, "minItems") ?? 0) - prefix.length));
    const items = count > 0 ? again(schemaAt(schema, "items")) : [];
    return [
      [
        ...prefix.slice(0, numberAt(schema, "minItems") ?? 0),
        ...Array.from({ length: count }, () => items[0] ?? null),
      ],
    ];
  }
  const keywords = keywordsOfType[type === "integer" ? "number" : type] ?? [];
  const simple = withKeywordsOf({ type }, schema, keywords);
  return candidatesOf(simple, none)
    .filter((value) => accepts({ schema: simple, definitions: none }, value))
    .slice(0, 2);
}

const none: Definitions = {};
