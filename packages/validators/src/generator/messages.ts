import type { JsonType, Schema } from "./schema.ts";

const nouns: Record<JsonType, readonly [one: string, many: string]> = {
  null: ["null", "nulls"],
  boolean: ["true or false", "booleans"],
  integer: ["an integer", "integers"],
  number: ["a number", "numbers"],
  string: ["a string", "strings"],
  array: ["an array", "arrays"],
  object: ["an object", "objects"],
};

/** Describes the type of a schema's values, but for null beside other types: "a string", "an array of integers". */
export function describeType(schema: Schema): string {
  return noun(schema, 0);
}

/** Joins alternatives, without duplicates: "a", "a or b", "a, b or c". */
export function joinWithOr(alternatives: Iterable<string>): string {
  const all = [...new Set(alternatives)];
  return [all.slice(0, -1).join(", "), ...all.slice(-1)].filter(Boolean).join(" or ");
}

function noun(schema: Schema, number: 0 | 1): string {
  const [type] = [schema.type ?? []].flat().filter((type, _, all) => type !== "null" || all.length === 1);
  if (!type) throw new Error(`Cannot describe a schema without a type: ${JSON.stringify(schema)}.`);
  return nouns[type][number] + (schema.items?.type ? ` of ${noun(schema.items, 1)}` : "");
}

/**
 * Returns the message for a value that a keyword refuses. It continues the value's path: "must be at most 2".
 *
 * @param examples - values that the keyword accepts. A pattern is easier to read with one.
 */
export function describeRequirement(
  keyword: string,
  limit: unknown,
  examples: Schema["examples"] = [],
): string {
  switch (keyword) {
    case "minimum":
      return `must be at least ${limit}`;
    case "maximum":
      return `must be at most ${limit}`;
    case "minLength":
      return limit === 1 ? "must not be empty" : `must have at least ${limit} characters`;
    case "maxLength":
      return `must have at most ${count(limit, "character")}`;
    case "minItems":
      return limit === 1 ? "must not be empty" : `must have at least ${limit} items`;
    case "maxItems":
      return `must have at most ${count(limit, "item")}`;
    case "pattern":
      return [`must match ${limit}`, ...examples.slice(0, 1)].join(", for example ");
    case "const":
      return `must be ${JSON.stringify(limit)}`;
    case "enum":
      return `must be ${joinWithOr([limit].flat().map((value) => JSON.stringify(value)))}`;
    default:
      throw new Error(`There is no message for the keyword ${keyword}.`);
  }
}

/** Returns the message for a property that an object cannot have. */
export function describeUnknown(known: readonly string[]): string {
  return `is not a known property (known: ${known.join(", ")})`;
}

function count(limit: unknown, noun: string): string {
  return `${limit} ${noun}${limit === 1 ? "" : "s"}`;
}
