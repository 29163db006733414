import { isJsonObject } from "../model/json.ts";
import { ReviewError } from "../review-error.ts";
import type { Sources } from "./load-sources.ts";
import { joinPointer } from "./pointer.ts";
import { type Place, parseReference, placeKey, readReference, siblingsOf } from "./references.ts";

/** Follows a reference to its target, and further while the target is nothing but a reference. */
export function followReference(sources: Sources, place: Place): Place {
  const passed = new Set<string>();
  let current = place;
  for (;;) {
    const source = sources.get(current.file);
    const value = source?.find(current.pointer);
    const reference = readReference(value);
    if (source === undefined || reference === undefined || !isJsonObject(value)) return current;
    if (current !== place && Object.keys(siblingsOf(value)).length > 0) return current;
    const key = placeKey(current);
    if (passed.has(key)) {
      const line = source.line(joinPointer(current.pointer, "$ref"));
      throw new ReviewError(`${source.path}:${line}: The reference ${reference} leads back to itself.`);
    }
    passed.add(key);
    current = { ...parseReference(reference, source, current.pointer), kind: place.kind };
  }
}
