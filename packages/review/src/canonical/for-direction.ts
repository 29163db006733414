import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import type { DefinedSchema, Definitions, Schema } from "../model/schema.ts";
import { canonicalize } from "./canonicalize.ts";
import { mapChildren } from "./child-schemas.ts";
import { extensibleEnum, listOf, schemasOf, without } from "./keywords.ts";
import { typeOfValue, withTypes } from "./schema-types.ts";

export type SchemaDirection = "request" | "response";

const memories = new WeakMap<
  Definitions,
  Record<SchemaDirection, { definitions?: Definitions; readonly schemas: WeakMap<JsonObject, Schema> }>
>();

/**
 * Returns what a schema says about one direction. Properties that are `readOnly` are no part of a request, those that are
 * `writeOnly` no part of a response. In a response an enum that `x-extensible-enum` opens is any value of its type.
 *
 * The result is not in canonical form, since what is left may be simpler still. The same object gets the same result.
 */
export function forDirection(given: DefinedSchema, direction: SchemaDirection): DefinedSchema {
  // In an `allOf`, one branch may require a property that another one marks.
  const { schema, definitions } = canonicalize(given);
  const memory = memories.get(definitions) ?? {
    request: { schemas: new WeakMap() },
    response: { schemas: new WeakMap() },
  };
  memories.set(definitions, memory);
  const { schemas } = memory[direction];

  function project(part: Schema): Schema {
    if (typeof part === "boolean") return part;
    const known = schemas.get(part);
    if (known !== undefined) return known;
    const visible = dropProperties(part, direction === "request" ? "readOnly" : "writeOnly");
    const next = openEnum(without(mapChildren(visible, project), "readOnly", "writeOnly"), direction);
    schemas.set(part, next);
    return next;
  }

  memory[direction].definitions ??= Object.fromEntries(
    Object.entries(definitions).map(([name, target]) => [name, project(target)]),
  );
  return { schema: project(schema), definitions: memory[direction].definitions };
}

function dropProperties(schema: JsonObject, marker: "readOnly" | "writeOnly"): JsonObject {
  const { properties, required } = schema;
  if (!isJsonObject(properties)) return schema;
  const hidden = new Set(Object.keys(properties).filter((name) => isMarked(properties[name], marker)));
  if (hidden.size === 0) return schema;
  const visible: Record<string, Json> = { ...properties };
  for (const name of hidden) delete visible[name];
  return {
    ...schema,
    properties: visible,
    ...(Array.isArray(required) && { required: required.filter((name) => !hidden.has(name)) }),
  };
}

/** A marker stands on the property or, beside a reference that was replaced, in an `allOf`. */
function isMarked(schema: Json | undefined, marker: string): boolean {
  if (!isJsonObject(schema)) return false;
  return schema[marker] === true || (schemasOf(schema, "allOf") ?? []).some((part) => isMarked(part, marker));
}

function openEnum(schema: JsonObject, direction: SchemaDirection): JsonObject {
  const mark = schema[extensibleEnum];
  if (mark === undefined) return schema;
  // A list of values without `enum` is what requests may contain.
  if (direction === "request") return mark === true ? without(schema, extensibleEnum) : schema;
  if (mark !== true && !Array.isArray(mark)) return schema;
  const open = without(schema, extensibleEnum, "enum");
  const values = listOf(schema, "enum");
  return open.type === undefined && values ? withTypes(open, new Set(values.map(typeOfValue))) : open;
}
