import { jsonpath } from "json-p3";
import { isObject, type Json, type JsonObject } from "./json.ts";

/** An OpenAPI Overlay document. Source: https://spec.openapis.org/overlay/v1.1.0.html */
export interface Overlay {
  readonly actions: readonly Action[];
}

/** A change to each node that a JSONPath selects: its removal, a value to merge with it, or the path of such a value. */
interface Action {
  readonly target: string;
  readonly remove?: boolean;
  readonly update?: Json;
  readonly copy?: string;
}

/** A node, as a property of an object or an item of an array. */
interface Place {
  readonly parent: object;
  readonly key: string | number;
}

/**
 * Applies an overlay to a copy of a document. It accepts only an overlay that says what differs, and nothing else.
 *
 * @throws Error if a target does not exist, or if an update repeats what the document says or has another type than its target.
 */
export function applyOverlay(document: JsonObject, { actions }: Overlay): JsonObject {
  const root = { document: structuredClone(document) };
  for (const [index, action] of actions.entries()) {
    try {
      apply(root, action);
    } catch (cause) {
      throw new Error(`Action ${index + 1} of the overlay, for ${action.target}, failed.`, { cause });
    }
  }
  return root.document;
}

function apply(root: { document: JsonObject }, { target, remove = false, update, copy }: Action): void {
  const places = find(root, target);
  if (remove) {
    // From the last to the first, because the removal of an item changes the positions of those after it.
    for (const { parent, key } of places.reverse()) {
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else Reflect.deleteProperty(parent, key);
    }
    return;
  }
  const [source] = copy === undefined ? [] : find(root, copy);
  const value = source ? get(source) : update;
  if (value === undefined) throw new Error("The action has neither `remove` nor `update` nor `copy`.");
  for (const place of places) Reflect.set(place.parent, place.key, merge(get(place), structuredClone(value)));
}

/** Finds the nodes that a JSONPath selects. */
function find(root: { document: JsonObject }, path: string): Place[] {
  const places = jsonpath.query(path, root.document).nodes.map(({ location }) => {
    const [key = "", ...parents] = ["document", ...location].reverse();
    return { parent: parents.reduceRight<object>((node, name) => Reflect.get(node, name), root), key };
  });
  if (places.length === 0) throw new Error(`The document has nothing at ${path}.`);
  return places;
}

function get({ parent, key }: Place): Json {
  return Reflect.get(parent, key);
}

/** Merges an update with a value: objects by property, arrays by concatenation. A primitive value replaces another one. */
function merge(value: Json, update: Json): Json {
  if (Array.isArray(value)) return [...value, ...[update].flat(1)];
  if (isObject(value) && isObject(update)) {
    const merged = Object.entries(update).map(([key, item]) => {
      const old = value[key];
      return [key, old === undefined ? item : merge(old, item)];
    });
    return { ...value, ...Object.fromEntries(merged) };
  }
  if (isObject(value) || isObject(update) || Array.isArray(update))
    throw new Error(`${JSON.stringify(update)} cannot be merged with ${JSON.stringify(value)}.`);
  if (value === update) throw new Error(`The document says ${JSON.stringify(value)} already.`);
  return update;
}
