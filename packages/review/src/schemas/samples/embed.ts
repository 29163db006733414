import { isJsonObject, type Json } from "../../model/json.ts";
import type { Definitions, Schema } from "../../model/schema.ts";
import { numberAt, resolve, schemaAt, schemasAt } from "../keywords.ts";
import { extraName } from "./candidates.ts";
import { sampleValues } from "./sample-value.ts";

/** Builds whole values around a value at a place in a schema. There are several where a union offers a choice. */
export function embed(
  schema: Schema,
  definitions: Definitions,
  path: readonly string[],
  value: Json,
): readonly Json[] {
  const target = resolve(schema, definitions);
  const [keyword, key = "", ...rest] = path;
  if (keyword === undefined || !isJsonObject(target)) return [value];
  const samples = () => sampleValues(target, definitions);
  const inner = (part: Schema, steps: readonly string[]) => embed(part, definitions, steps, value);
  switch (keyword) {
    case "properties":
      return around(samples().filter(isJsonObject), inner(child(target[keyword], key), rest), key);
    case "additionalProperties":
      return around(
        samples().filter(isJsonObject),
        inner(schemaAt(target, keyword), path.slice(1)),
        extraName,
      );
    case "items": {
      const prefix = schemasAt(target, "prefixItems").map(
        (part) => sampleValues(part, definitions)[0] ?? null,
      );
      const filler = sampleValues(schemaAt(target, keyword), definitions)[0] ?? null;
      const missing = Math.min(1000, Math.max(0, (numberAt(target, "minItems") ?? 0) - prefix.length - 1));
      return inner(schemaAt(target, keyword), path.slice(1)).map((item) => [
        ...prefix,
        item,
        ...Array.from({ length: missing }, () => filler),
      ]);
    }
    case "prefixItems": {
      const prefix = schemasAt(target, keyword).map((part) => sampleValues(part, definitions)[0] ?? null);
      return inner(schemasAt(target, keyword)[Number(key)] ?? true, rest).map((item) =>
        prefix.with(Number(key), item),
      );
    }
    case "anyOf":
    case "oneOf":
    case "allOf": {
      const values = inner(schemasAt(target, keyword)[Number(key)] ?? true, rest);
      const own = samples().filter(isJsonObject).slice(0, 4);
      const merged = values
        .filter(isJsonObject)
        .flatMap((part) => own.map((sample) => ({ ...sample, ...part })));
      return [...values, ...merged];
    }
    default:
      return [value];
  }
}

function around(objects: readonly Json[], values: readonly Json[], name: string): readonly Json[] {
  const distinct = objects.length > 0 ? objects.slice(0, 4) : [{}];
  return values.flatMap((value) =>
    distinct.map((object) => ({ ...(isJsonObject(object) && object), [name]: value })),
  );
}

function child(map: Json | undefined, name: string): Schema {
  const part = isJsonObject(map) ? map[name] : undefined;
  return isJsonObject(part) || typeof part === "boolean" ? part : true;
}
