import { joinPointer, unescapeKey } from "../../document/pointer.ts";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import { type Origin, originOf } from "../../model/origin.ts";
import { definitionName, type Schema } from "../../model/schema.ts";
import type { SpecDocument } from "../../model/spec-document.ts";
import { resolve } from "../stream-events.ts";
import type { Place } from "./place.ts";

/** A schema twice: as the bundle has it, where it may be a reference to a name, and with references inlined. */
export interface SchemaPosition {
  readonly document: SpecDocument;
  readonly bundled: Json | undefined;
  readonly source: Json | undefined;
  readonly pointer: string;
  readonly subject: string;
  /** Stands in for the origin of a schema that has none, such as `true`. */
  readonly around?: Origin | undefined;
}

const compositions = ["allOf", "oneOf", "anyOf"];

/** Creates the place of a schema's type. */
export function createSchemaPlace(position: SchemaPosition): Place {
  const { document, bundled, pointer, subject } = position;
  const source = followDefinition(document, position.source);
  const origin = (isJsonObject(source) ? originOf(source) : undefined) ?? position.around;
  const name = schemaName(bundled);
  const child = (keys: readonly string[], suffix: string): Place | undefined => {
    const found = find(source, keys, (node) => followDefinition(document, node));
    const inBundle = find(bundled, keys, (node) => resolve(document.bundle, node));
    if (found === undefined && inBundle === undefined) return undefined;
    return createSchemaPlace({
      document,
      bundled: inBundle?.node,
      source: found?.node,
      pointer: joinPointer(pointer, ...(found?.path ?? keys)),
      subject: suffix.startsWith(".") && subject === "" ? suffix.slice(1) : subject + suffix,
      around: origin,
    });
  };
  return {
    pointer,
    subject,
    origin,
    source,
    ...(isSchema(source) && { schema: { schema: source, definitions: document.definitions } }),
    ...(name !== undefined && { name }),
    property: (key) => child(["properties", key], `.${key}`),
    items: () => child(["items"], "[]"),
    additionalProperties: () => child(["additionalProperties"], ".*"),
  };
}

/** Returns the name of the schema in `components` that a part of a bundle refers to. */
export function schemaName(bundled: Json | undefined): string | undefined {
  const reference = isJsonObject(bundled) ? bundled.$ref : undefined;
  const prefix = "#/components/schemas/";
  if (typeof reference !== "string" || !reference.startsWith(prefix)) return undefined;
  const name = reference.slice(prefix.length);
  // A reference may also lead into a schema.
  return name.includes("/") ? undefined : unescapeKey(decodeURIComponent(name));
}

/** Replaces a reference to a definition by the definition. */
export function followDefinition(document: SpecDocument, part: Json | undefined): Json | undefined {
  const name = definitionName(part);
  return name === undefined ? part : document.definitions[name];
}

/** Finds a schema in a schema, or in the schemas that it is composed of. */
function find(
  schema: Json | undefined,
  keys: readonly string[],
  follow: (node: Json | undefined) => Json | undefined,
  depth = 0,
): { node: Json; path: readonly string[] } | undefined {
  const node = follow(schema);
  // A composition that leads back to itself has no end.
  if (!isJsonObject(node) || depth > 8) return undefined;
  const direct = keys.reduce<Json | undefined>(
    (part, key) => (isJsonObject(part) ? part[key] : undefined),
    node,
  );
  if (direct !== undefined) return { node: direct, path: keys };
  for (const [keyword, index, branch] of branchesOf(node)) {
    const found = find(branch, keys, follow, depth + 1);
    if (found) return { node: found.node, path: [keyword, String(index), ...found.path] };
  }
  return undefined;
}

function branchesOf(node: JsonObject): readonly (readonly [string, number, Json])[] {
  return compositions.flatMap((keyword) => {
    const branches = node[keyword];
    return Array.isArray(branches) ? branches.map((branch, index) => [keyword, index, branch] as const) : [];
  });
}

function isSchema(part: Json | undefined): part is Schema {
  return typeof part === "boolean" || isJsonObject(part);
}
