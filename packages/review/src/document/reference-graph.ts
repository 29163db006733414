import type { Json } from "../model/json.ts";
import { followReference } from "./follow-reference.ts";
import { type Child, childKind } from "./grammar.ts";
import type { Sources } from "./load-sources.ts";
import { joinPointer } from "./pointer.ts";
import { type Place, placeKey, readReference } from "./references.ts";

/** The targets of a document's references, and what each of them leads to. */
export interface ReferenceGraph {
  readonly targets: ReadonlyMap<string, Place>;
  /** Says whether a target leads to another one, or back to itself, through one reference or more. */
  leadsTo(from: string, to: string): boolean;
}

/** Finds the targets of all references that a document's root file leads to. */
export function createReferenceGraph(sources: Sources, rootFile: string): ReferenceGraph {
  const targets = new Map<string, Place>();
  const rootPlace: Place = { file: rootFile, pointer: "", kind: "document" };
  const queue = [rootPlace];
  for (const place of queue) {
    walk(sources, place, (_, target) => {
      if (target === undefined || targets.has(placeKey(target))) return;
      targets.set(placeKey(target), target);
      queue.push(target);
    });
  }
  // References inside a target count as well: one of them may have the target itself as its goal.
  const edges = new Map<string, Set<string>>();
  for (const [key, place] of targets) {
    const next = new Set<string>();
    walk(sources, place, (inner, target) => {
      const innerKey = placeKey(inner);
      if (innerKey !== key && targets.has(innerKey)) next.add(innerKey);
      if (target !== undefined) next.add(placeKey(target));
    });
    edges.set(key, next);
  }
  const reachable = new Map<string, ReadonlySet<string>>();
  const reach = (from: string): ReadonlySet<string> => {
    const known = reachable.get(from);
    if (known !== undefined) return known;
    const found = new Set(edges.get(from));
    for (const key of found) for (const next of edges.get(key) ?? []) found.add(next);
    reachable.set(from, found);
    return found;
  };
  return { targets, leadsTo: (from, to) => reach(from).has(to) };
}

/** Visits all parts of a place, and with each the target of its reference, if it is one. */
function walk(
  sources: Sources,
  place: Place,
  visit: (inner: Place, target: Place | undefined) => void,
): void {
  const walkValue = (value: Json | undefined, pointer: string, kind: Child) => {
    if (kind === "literal" || typeof value !== "object" || value === null) return;
    const inner = { file: place.file, pointer, kind };
    const isReference = readReference(value) !== undefined;
    visit(inner, isReference ? followReference(sources, inner) : undefined);
    for (const [key, child] of Object.entries<Json>({ ...value })) {
      walkValue(child, joinPointer(pointer, key), childKind(kind, key));
    }
  };
  walkValue(sources.get(place.file)?.find(place.pointer), place.pointer, place.kind);
}
