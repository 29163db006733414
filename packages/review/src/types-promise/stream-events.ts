import { objectAt } from "../document/parts.ts";
import { unescapeKey } from "../document/pointer.ts";
import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";

/** The type of events by path, as the generated package exports it. */
export const streamEvents = "StreamEvents";

/**
 * Adds a schema with the events of each path to a bundle. OpenAPI 3.1, and so openapi-typescript, cannot type events.
 * `exported` is the declaration that gives the schema's type a name of its own.
 */
export function addStreamEvents(bundle: JsonObject): { document: JsonObject; exported: string } {
  const byPath = Map.groupBy(listItemSchemas(bundle), ({ path }) => path);
  const components = objectAt(bundle, "components");
  const schemas = objectAt(components, "schemas");
  if (byPath.size === 0 || streamEvents in schemas) return { document: bundle, exported: "" };
  const events = {
    type: "object",
    required: [...byPath.keys()],
    properties: Object.fromEntries(
      [...byPath].map(([path, items]) => [path, join(items.map(({ schema }) => schema))]),
    ),
  };
  return {
    document: { ...bundle, components: { ...components, schemas: { ...schemas, [streamEvents]: events } } },
    exported: `export type ${streamEvents} = components["schemas"]["${streamEvents}"];\n`,
  };
}

/** Lists the schemas of events in the responses of a bundle, each with the path of its operation. */
function listItemSchemas(bundle: JsonObject): readonly { readonly path: string; readonly schema: Json }[] {
  return children(bundle, objectAt(bundle, "paths")).flatMap(([path, item]) =>
    children(bundle, item).flatMap(([, operation]) =>
      children(bundle, objectAt(operation, "responses")).flatMap(([, response]) =>
        children(bundle, objectAt(response, "content")).flatMap(([, media]) => {
          const schema = media.itemSchema ?? media["x-itemSchema"];
          return schema === undefined ? [] : [{ path, schema }];
        }),
      ),
    ),
  );
}

function join(schemas: readonly Json[]): Json {
  const [only] = schemas;
  return schemas.length === 1 && only !== undefined ? only : { oneOf: schemas };
}

function children(bundle: JsonObject, object: JsonObject): readonly (readonly [string, JsonObject])[] {
  return Object.entries(object).flatMap(([key, value]) => {
    const child = resolve(bundle, value);
    return isJsonObject(child) ? [[key, child] as const] : [];
  });
}

/** Follows the references of a bundle until a part is none. */
export function resolve(bundle: JsonObject, part: Json | undefined): Json | undefined {
  let current = part;
  // A reference to a reference is rare, and one to itself invalid.
  for (let step = 0; step < 10; step += 1) {
    const reference = isJsonObject(current) ? current.$ref : undefined;
    if (typeof reference !== "string" || !reference.startsWith("#/")) return current;
    current = reference
      .slice(2)
      .split("/")
      .map((key) => unescapeKey(decodeURIComponent(key)))
      .reduce<Json | undefined>((node, key) => childOf(node, key), bundle);
  }
  return current;
}

function childOf(node: Json | undefined, key: string): Json | undefined {
  if (Array.isArray(node)) return node[Number(key)];
  return isJsonObject(node) ? node[key] : undefined;
}
