import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import type { Sourced } from "../model/origin.ts";
import type { Child } from "./grammar.ts";

/** Keywords of a schema that say nothing about values. */
const annotations = new Set([
  "title",
  "description",
  "$comment",
  "default",
  "deprecated",
  "readOnly",
  "writeOnly",
  "example",
  "examples",
  "externalDocs",
]);

/** Texts. A schema that differs from another in nothing else is the same schema. */
const texts = new Set(["title", "description", "$comment", "example", "examples", "externalDocs"]);

/**
 * Joins the target of a reference with what stands beside the reference. In a schema annotations override those of the
 * target, and anything else holds as well. A reference to a path may have siblings, too; others may only bring a text.
 *
 * @param siblings - the part that contains the reference, without it.
 */
export function joinSiblings(target: Json, siblings: Sourced, kind: Child): Json {
  const keys = Object.keys(siblings);
  if (keys.length === 0) return target;
  if (kind === "schema") return joinSchema(target, siblings, keys);
  if (!isJsonObject(target)) return target;
  if (kind === "pathItem" || typeof kind !== "string") return { ...target, ...withoutOrigin(siblings) };
  return { ...target, ...pick(siblings, ["summary", "description"]) };
}

function joinSchema(target: Json, siblings: Sourced, keys: readonly string[]): Json {
  const isDefinition = isJsonObject(target) && "$ref" in target;
  if (isJsonObject(target) && !isDefinition) {
    // The target's origin stays, so that a change in it is one change wherever it is used.
    if (keys.every((key) => texts.has(key))) return { ...target, ...withoutOrigin(siblings) };
    if (keys.every((key) => annotations.has(key) || key.startsWith("x-"))) return { ...target, ...siblings };
  }
  return { ...siblings, allOf: [target, ...(Array.isArray(siblings.allOf) ? siblings.allOf : [])] };
}

function withoutOrigin(part: Sourced): JsonObject {
  return pick(part, Object.keys(part));
}

function pick(part: JsonObject, keys: readonly string[]): JsonObject {
  return Object.fromEntries(keys.flatMap((key) => (part[key] === undefined ? [] : [[key, part[key]]])));
}
