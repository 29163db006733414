import { posix } from "node:path";
import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import { origin, type Sourced } from "../model/origin.ts";
import type { Schema } from "../model/schema.ts";
import { ReviewError } from "../review-error.ts";
import { followReference } from "./follow-reference.ts";
import { childKind } from "./grammar.ts";
import { joinSiblings } from "./join-siblings.ts";
import type { Sources } from "./load-sources.ts";
import { joinPointer, splitPointer } from "./pointer.ts";
import { createReferenceGraph } from "./reference-graph.ts";
import { type Place, placeKey, readReference, siblingsOf } from "./references.ts";

export interface InlinedDocument {
  readonly root: Json;
  readonly definitions: Readonly<Record<string, Schema>>;
}

/**
 * Replaces every reference by its target, which stays one object wherever it is used. A reference that leads back to the
 * schema that contains it becomes one to a definition, so the result does not depend on the order of anything.
 */
export function inlineReferences(sources: Sources, rootFile: string): InlinedDocument {
  const graph = createReferenceGraph(sources, rootFile);
  const names = nameTargets(graph.targets);
  const inlined = new Map<string, Json>();
  const needed = new Set<string>();

  /** `owner` is the innermost target that contains the place: undefined in the root file, outside of all targets. */
  const inlinePlace = (place: Place, value: Json, owner: string | undefined): Json => {
    const key = placeKey(place);
    if (key === owner || !graph.targets.has(key)) return inlineValue(place, value, owner);
    const known = inlined.get(key);
    if (known !== undefined) return known;
    const result = inlineValue(place, value, key);
    inlined.set(key, result);
    return result;
  };

  const inlineValue = (place: Place, value: Json, owner: string | undefined): Json => {
    if (place.kind === "literal" || typeof value !== "object" || value === null) return value;
    const inlineChild = (child: Json, key: string | number) => {
      const kind = childKind(place.kind, String(key));
      return inlinePlace({ file: place.file, pointer: joinPointer(place.pointer, key), kind }, child, owner);
    };
    if (!isJsonObject(value)) return value.map(inlineChild);
    const isReference = readReference(value) !== undefined;
    const own = isReference ? siblingsOf(value) : value;
    const entries = Object.entries(own).map(([key, child]) => [key, inlineChild(child, key)] as const);
    const part = withOrigin(Object.fromEntries(entries), place);
    return isReference ? joinSiblings(inlineTarget(place, owner), part, place.kind) : part;
  };

  const inlineTarget = (reference: Place, owner: string | undefined): Json => {
    const target = followReference(sources, reference);
    const key = placeKey(target);
    if (owner === undefined || !graph.leadsTo(key, owner)) {
      return inlinePlace(target, sources.get(target.file)?.find(target.pointer) ?? null, owner);
    }
    if (target.kind !== "schema") {
      const line = sources.get(reference.file)?.line(joinPointer(reference.pointer, "$ref"));
      throw new ReviewError(`${reference.file}:${line}: Only schemas may contain a reference to themselves.`);
    }
    needed.add(key);
    return withOrigin({ $ref: `#/$defs/${names.get(key)}` }, reference);
  };

  const root: Place = { file: rootFile, pointer: "", kind: "document" };
  const rootValue = inlinePlace(root, sources.get(rootFile)?.value ?? null, undefined);
  const definitions: Record<string, Schema> = {};
  // A definition may need others, which the loop then visits, too.
  for (const key of needed) {
    const target = graph.targets.get(key);
    const name = names.get(key);
    if (target === undefined || name === undefined) continue;
    const schema = inlinePlace(target, sources.get(target.file)?.find(target.pointer) ?? null, undefined);
    if (typeof schema === "boolean" || isJsonObject(schema)) definitions[name] = schema;
  }
  return { root: rootValue, definitions };
}

function withOrigin(part: JsonObject, { file, pointer }: Place): Sourced {
  return Object.assign(part, { [origin]: { file, pointer } });
}

/** Names targets by the last key of their pointers, or by their files. */
function nameTargets(targets: ReadonlyMap<string, Place>): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  const taken = new Set<string>();
  for (const [key, { file, pointer }] of [...targets].toSorted(([left], [right]) =>
    left < right ? -1 : 1,
  )) {
    const last = splitPointer(pointer).at(-1) ?? posix.parse(file).name;
    const name = last.replaceAll(/[^\w.-]/g, "_");
    let unique = name;
    for (let number = 2; taken.has(unique); number += 1) unique = `${name}${number}`;
    taken.add(unique);
    names.set(key, unique);
  }
  return names;
}
