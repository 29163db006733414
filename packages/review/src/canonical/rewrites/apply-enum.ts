import type { JsonObject } from "../../model/json.ts";
import { annotations, extensibleEnum, keywordsOfType, listOf, without } from "../keywords.ts";
import { matches } from "../matches.ts";
import { typeOfValue, withTypes } from "../schema-types.ts";
import type { RewriteContext } from "./rewrite.ts";

/** Keywords that an enum makes superfluous once they have been applied to its values. */
const applied = [
  ...["type", "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "$ref"],
  ...Object.values(keywordsOfType).flat(),
];

/**
 * Drops values of an enum that other keywords exclude, then those keywords. An enum of only null, or of both booleans,
 * becomes a type.
 */
export function applyEnum(schema: JsonObject, { definitions }: RewriteContext): JsonObject {
  const values = listOf(schema, "enum");
  // Readers may treat an open enum as its type, so that must stay.
  if (!values || schema[extensibleEnum] !== undefined) return schema;
  const rest = without(schema, "enum");
  const results = values.map((value) => matches(rest, value, definitions));
  const left = values.filter((_, index) => results[index] !== false);
  const current = left.length === values.length ? schema : { ...schema, enum: left };
  const isDecided = results.every((result) => result !== undefined);
  const superfluous = isDecided ? applied.filter((keyword) => schema[keyword] !== undefined) : [];
  return asType(superfluous.length === 0 ? current : without(current, ...superfluous));
}

function asType(schema: JsonObject): JsonObject {
  const values = listOf(schema, "enum") ?? [];
  const others = values.filter((value) => value !== null && typeof value !== "boolean");
  const booleans = new Set(values.filter((value) => typeof value === "boolean"));
  const isAlone = Object.keys(schema).every((keyword) => keyword === "enum" || annotations.has(keyword));
  if (!isAlone || values.length === 0 || others.length > 0 || booleans.size === 1) return schema;
  return withTypes(without(schema, "enum"), new Set(values.map(typeOfValue)));
}
