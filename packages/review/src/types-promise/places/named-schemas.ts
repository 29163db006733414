import type { Api } from "../../model/api.ts";
import type { Direction } from "../../model/change.ts";
import { isJsonObject, type Json } from "../../model/json.ts";
import type { SpecDocument } from "../../model/spec-document.ts";
import { resolve } from "../stream-events.ts";
import { operationPart, parameterParts } from "./operation-parts.ts";
import { childParts, type Part, partAt } from "./part.ts";
import type { Place } from "./place.ts";
import { createSchemaPlace, followDefinition, schemaName } from "./schema-place.ts";

/** A schema in `components`, and who uses it. */
export interface NamedSchema {
  /** The first place that uses it; the place of its definition if none does. */
  readonly place: Place;
  readonly directions: ReadonlySet<Exclude<Direction, "both">>;
}

const single = new Set([
  "additionalProperties",
  "contains",
  "else",
  "if",
  "items",
  "not",
  "propertyNames",
  "then",
]);
const lists = new Set(["allOf", "anyOf", "oneOf", "prefixItems"]);
const maps = new Set(["$defs", "dependentSchemas", "patternProperties", "properties"]);

/** Finds the schemas with a name, and whether requests or responses consist of them. One that nobody uses is for both. */
export function findNamedSchemas(document: SpecDocument, api: Api): ReadonlyMap<string, NamedSchema> {
  const found = new Map<string, NamedSchema>();
  const root: Part = { document, bundled: document.bundle, source: document.root, pointer: "" };
  const visit = (part: Part, subject: string, direction: Exclude<Direction, "both">, depth = 0): void => {
    // A reference into a schema has no name, and may lead back to itself.
    if (depth > 50) return;
    const name = schemaName(part.bundled);
    const source = followDefinition(document, part.source);
    if (name !== undefined) {
      const known = found.get(name);
      if (known?.directions.has(direction)) return;
      const place =
        known?.place ??
        createSchemaPlace({ ...part, bundled: resolve(document.bundle, part.bundled), subject });
      found.set(name, { place, directions: new Set([...(known?.directions ?? []), direction]) });
    }
    for (const [child, suffix] of childSchemas({ ...part, source })) {
      const path = suffix.startsWith(".") && subject === "" ? suffix.slice(1) : subject + suffix;
      visit(child, path, direction, depth + 1);
    }
  };
  for (const operation of api.operations.values()) {
    const part = operationPart(document, operation);
    for (const parameter of parameterParts(document, operation)) visitValue(parameter, "request", visit);
    for (const [, media] of childParts(partAt(part, "requestBody", "content")))
      visitValue(media, "request", visit);
    for (const [, response] of childParts(partAt(part, "responses"))) {
      for (const [, header] of childParts(partAt(response, "headers"))) visitValue(header, "response", visit);
      for (const [, media] of childParts(partAt(response, "content"))) visitValue(media, "response", visit);
    }
  }
  for (const [name, part] of childParts(partAt(root, "components", "schemas"))) {
    if (found.has(name)) continue;
    const place = createSchemaPlace({ ...part, subject: name });
    found.set(name, { place, directions: new Set(["request", "response"]) });
  }
  return found;
}

/** Visits the schemas of a parameter, header or media type. */
function visitValue<Direction>(
  part: Part,
  direction: Direction,
  visit: (schema: Part, subject: string, direction: Direction) => void,
): void {
  for (const key of ["schema", "itemSchema", "x-itemSchema"]) {
    const schema = partAt(part, key);
    if (schema.bundled !== undefined) visit(schema, "", direction);
  }
  for (const [, media] of childParts(partAt(part, "content"))) visitValue(media, direction, visit);
}

/** Lists the schemas directly within a schema, and how they continue the way to a value. */
function childSchemas(schema: Part): readonly (readonly [Part, string])[] {
  const node: Json | undefined = resolve(schema.document.bundle, schema.bundled);
  return childParts({ ...schema, bundled: isJsonObject(node) ? node : {} }).flatMap(([keyword, part]) => {
    if (single.has(keyword)) return [[part, suffixOf(keyword)] as const];
    if (lists.has(keyword)) return childParts(part).map(([, child]) => [child, ""] as const);
    if (maps.has(keyword)) return childParts(part).map(([name, child]) => [child, `.${name}`] as const);
    return [];
  });
}

function suffixOf(keyword: string): string {
  if (keyword === "items") return "[]";
  return keyword === "additionalProperties" ? ".*" : "";
}
