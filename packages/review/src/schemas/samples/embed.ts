import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import type { Definitions, Schema } from "../../model/schema.ts";
import { numberAt, resolve, schemaAt, schemasAt } from "../keywords.ts";
import { extraName } from "./candidates.ts";
import { sampleValues } from "./sample-value.ts";

/** Builds whole values around a value. There are several where a union offers a choice. */
export type Embedding = (value: Json) => readonly Json[];

/** Returns a function that puts a value at a path of a schema, into values that are small and otherwise valid. */
export function embeddingAt(schema: Schema, definitions: Definitions, path: readonly string[]): Embedding {
  const target = resolve(schema, definitions);
  const [keyword, key = "", ...rest] = path;
  if (keyword === undefined || !isJsonObject(target)) return (value) => [value];
  const objects = sampleValues(target, definitions).filter(isJsonObject).slice(0, 4);
  const first = (part: Schema) => sampleValues(part, definitions)[0] ?? null;
  const prefix = schemasAt(target, "prefixItems").map(first);
  switch (keyword) {
    case "properties":
      return around(objects, embeddingAt(child(target[keyword], key), definitions, rest), key);
    case "additionalProperties":
      return around(objects, embeddingAt(schemaAt(target, keyword), definitions, path.slice(1)), extraName);
    case "items": {
      const items = schemaAt(target, keyword);
      const missing = Math.min(1000, Math.max(0, (numberAt(target, "minItems") ?? 0) - prefix.length - 1));
      const filler = missing > 0 ? Array.from({ length: missing }, () => first(items)) : [];
      const inner = embeddingAt(items, definitions, path.slice(1));
      return (value) => inner(value).map((item) => [...prefix, item, ...filler]);
    }
    case "prefixItems": {
      const inner = embeddingAt(schemasAt(target, keyword)[Number(key)] ?? true, definitions, rest);
      return (value) => inner(value).map((item) => prefix.with(Number(key), item));
    }
    case "anyOf":
    case "oneOf":
    case "allOf": {
      const inner = embeddingAt(schemasAt(target, keyword)[Number(key)] ?? true, definitions, rest);
      // Beside a union there may be properties that every branch needs.
      const isAlone = Object.keys(target).length === 1;
      return (value) => {
        const values = inner(value);
        const parts = isAlone ? [] : values.filter(isJsonObject);
        return [...values, ...parts.flatMap((part) => objects.map((sample) => ({ ...sample, ...part })))];
      };
    }
    default:
      return (value) => [value];
  }
}

function around(objects: readonly JsonObject[], inner: Embedding, name: string): Embedding {
  const samples = objects.length > 0 ? objects : [{}];
  return (value) => inner(value).flatMap((part) => samples.map((sample) => ({ ...sample, [name]: part })));
}

function child(map: Json | undefined, name: string): Schema {
  const part = isJsonObject(map) ? map[name] : undefined;
  return isJsonObject(part) || typeof part === "boolean" ? part : true;
}
