import type { Json, JsonObject } from "../../model/json.ts";
import { isJsonObject } from "../../model/json.ts";
import { type Origin, originOf } from "../../model/origin.ts";
import type { Definitions, Schema } from "../../model/schema.ts";
import type { SchemaDirection } from "../schema-change.ts";

/**
 * A difference between two schemas as an edit of one of them. The sender's schema is the base for requests and the head
 * for responses; the receiver's is the other. Something breaks if the sender may send what the receiver refuses.
 */
export interface Edit {
  readonly rule: string;
  /** The way to the difference, for people. */
  readonly path: readonly string[];
  /** The way to the edited schema from the sender's root. */
  readonly site: readonly string[];
  readonly keyword?: string;
  readonly baseOrigin?: Origin;
  readonly headOrigin?: Origin;
  readonly base: Json | undefined;
  readonly head: Json | undefined;
  /** Makes the sender's schema at the site say what the receiver's says. Absent if `exemption` is there. */
  readonly apply?: (site: Schema) => Schema;
  /** The reason why the difference breaks nothing, although schemas alone would not say so. */
  readonly exemption?: string;
  /** True if `apply` refuses more than the receiver's schema does: what the default policy refuses. */
  readonly isPolicy?: boolean;
  /** True if a value with unnamed properties may show what the edit breaks. */
  readonly isAboutExtras: boolean;
  /** True if the head allows something that the base does not. */
  readonly widens: boolean;
  /** Values to try at the site. */
  readonly candidates?: readonly Json[];
  readonly sentence: string;
  readonly notes: readonly string[];
}

/** Two schemas that are compared, and the way to them. */
export interface Place {
  readonly base: Schema;
  readonly head: Schema;
  /** The way from the roots. They differ where only one side wraps a schema in a union. */
  readonly basePath: readonly string[];
  readonly headPath: readonly string[];
  readonly baseOrigin?: Origin;
  readonly headOrigin?: Origin;
  readonly isAboutExtras: boolean;
}

/** A place where both schemas are objects. */
export interface ObjectPlace extends Place {
  readonly base: JsonObject;
  readonly head: JsonObject;
}

/** State that all steps of the search for edits share. */
export interface Search {
  readonly direction: SchemaDirection;
  readonly definitions: Definitions;
  readonly edits: Edit[];
  /** Compares the schemas at a place. */
  readonly walk: (place: Place) => void;
}

/** Names of keywords that differ at a place and that no rule has taken yet. */
export type Remaining = Set<string>;

/** Returns a schema from the receiver's side of a place. */
export function receiverOf<Side extends { base: unknown; head: unknown }>(
  direction: SchemaDirection,
  { base, head }: Side,
): Side["base"] | Side["head"] {
  return direction === "request" ? head : base;
}

/** Returns a schema from the sender's side of a place. */
export function senderOf<Side extends { base: unknown; head: unknown }>(
  direction: SchemaDirection,
  { base, head }: Side,
): Side["base"] | Side["head"] {
  return direction === "request" ? base : head;
}

/** Fills the parts of an edit that every rule sets in the same way. */
export function editAt(
  search: Search,
  place: Place,
  edit: Pick<Edit, "rule" | "base" | "head" | "sentence" | "widens"> &
    Partial<Edit> & { steps?: readonly string[] },
): Edit {
  const { steps = edit.keyword === undefined ? [] : [edit.keyword], ...rest } = edit;
  const around = place.base === undefined ? place.headPath : place.basePath;
  return {
    path: [...around, ...steps],
    site: senderOf(search.direction, { base: place.basePath, head: place.headPath }),
    isAboutExtras: place.isAboutExtras,
    notes: [],
    ...originsOf(place),
    ...rest,
  };
}

/** Goes down one step on both sides. */
export function below(place: Place, base: Schema, head: Schema, ...steps: readonly string[]): Place {
  return belowBoth(place, base, steps, head, steps);
}

/** Goes down on both sides, by different ways. */
export function belowBoth(
  place: Place,
  base: Schema,
  baseSteps: readonly string[],
  head: Schema,
  headSteps: readonly string[],
): Place {
  return {
    ...place,
    base,
    head,
    basePath: [...place.basePath, ...baseSteps],
    headPath: [...place.headPath, ...headSteps],
    ...originsOf({ ...place, base, head }),
  };
}

/** Returns a schema with the keywords that another one has, or lacks. */
export function withKeywordsOf(
  schema: JsonObject,
  other: JsonObject,
  keywords: Iterable<string>,
): JsonObject {
  const copy: Record<string, Json> = { ...schema };
  for (const keyword of keywords) {
    const value = other[keyword];
    if (value === undefined) delete copy[keyword];
    else copy[keyword] = value;
  }
  return copy;
}

/** Makes an edit's function of one that edits the keywords of a schema. Booleans have none. */
export function onObject(edit: (site: JsonObject) => Schema): (site: Schema) => Schema {
  return (site) => (site === true ? edit({}) : site === false ? site : edit(site));
}

function originsOf({ base, head, ...around }: Place): Pick<Place, "baseOrigin" | "headOrigin"> {
  const baseOrigin = (isJsonObject(base) ? originOf(base) : undefined) ?? around.baseOrigin;
  const headOrigin = (isJsonObject(head) ? originOf(head) : undefined) ?? around.headOrigin;
  return { ...(baseOrigin && { baseOrigin }), ...(headOrigin && { headOrigin }) };
}
