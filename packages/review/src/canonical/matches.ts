import { isJsonObject, type Json, type JsonObject } from "../model/json.ts";
import type { Definitions, Schema } from "../model/schema.ts";
import { isSameJson, sortedSet } from "./canonical-text.ts";
import { annotations, listOf, namedSchemasOf, schemaOf, schemasOf } from "./keywords.ts";
import { declaredTypes, referenceTarget, typeOfValue } from "./schema-types.ts";

/** Undefined if it cannot be said. */
type Answer = boolean | undefined;
type Assertion = (expected: Json, value: Json, schema: JsonObject, inside: Inside) => Answer;
type Inside = (schema: Schema, value: Json) => Answer;

/**
 * Says whether a value fits a schema, or undefined if the schema has a keyword that this does not know. It needs no
 * compilation, unlike a validator: rewrites ask it about single values of thousands of schemas.
 */
export function matches(schema: Schema, value: Json, definitions: Definitions, depth = 0): Answer {
  if (typeof schema === "boolean") return schema;
  // References may form a circle that no inner value ends.
  if (depth > 12) return undefined;
  const inside: Inside = (part, inner) => matches(part, inner, definitions, inner === value ? depth + 1 : 0);
  return every(Object.entries(schema), ([keyword, expected]) => {
    if (keyword === "$ref") {
      const target = referenceTarget(schema, definitions);
      return target === undefined ? undefined : inside(target, value);
    }
    if (annotations.has(keyword) || ignored.has(keyword) || keyword.startsWith("x-")) return true;
    return assertions[keyword]?.(expected, value, schema, inside);
  });
}

/** Keywords that are annotations or that another keyword reads. */
const ignored: ReadonlySet<string> = new Set([
  ...["contentEncoding", "contentMediaType", "contentSchema", "discriminator", "readOnly", "writeOnly"],
]);

const assertions: Readonly<Record<string, Assertion>> = {
  type: (_, value, schema) => declaredTypes(schema).has(typeOfValue(value)),
  const: (expected, value) => isSameJson(expected, value),
  enum: (expected, value) => Array.isArray(expected) && expected.some((other) => isSameJson(other, value)),

  allOf: (_, value, schema, inside) => every(schemasOf(schema, "allOf"), (part) => inside(part, value)),
  anyOf: (_, value, schema, inside) =>
    not(every(schemasOf(schema, "anyOf"), (part) => not(inside(part, value)))),
  oneOf: (_, value, schema, inside) => {
    const answers = schemasOf(schema, "oneOf")?.map((part) => inside(part, value)) ?? [undefined];
    if (answers.filter((answer) => answer).length > 1) return false;
    return answers.includes(undefined) ? undefined : answers.includes(true);
  },
  not: (expected, value, _, inside) => not(inside(expected as Schema, value)),

  minimum: ofNumbers((bound, value) => value >= bound),
  maximum: ofNumbers((bound, value) => value <= bound),
  exclusiveMinimum: ofNumbers((bound, value) => value > bound),
  exclusiveMaximum: ofNumbers((bound, value) => value < bound),
  // Remainders of fractions are not exact.
  multipleOf: ofNumbers((factor, value) =>
    Number.isSafeInteger(factor) && Number.isSafeInteger(value) ? value % factor === 0 : undefined,
  ),

  minLength: ofStrings((bound, value) => typeof bound === "number" && [...value].length >= bound),
  maxLength: ofStrings((bound, value) => typeof bound === "number" && [...value].length <= bound),
  pattern: ofStrings((pattern, value) => test(pattern, value)),

  minItems: ofLists((bound, value) => typeof bound === "number" && value.length >= bound),
  maxItems: ofLists((bound, value) => typeof bound === "number" && value.length <= bound),
  uniqueItems: ofLists((isUnique, value) => isUnique !== true || sortedSet(value).length === value.length),
  prefixItems: ofLists((_, value, schema, inside) =>
    every(schemasOf(schema, "prefixItems"), (part, index) => {
      const item = value[index];
      return item === undefined || inside(part, item);
    }),
  ),
  items: ofLists((_, value, schema, inside) =>
    every(value.slice(listOf(schema, "prefixItems")?.length ?? 0), (item) =>
      inside(schemaOf(schema, "items") ?? true, item),
    ),
  ),

  required: ofObjects(
    (names, value) => Array.isArray(names) && names.every((name) => Object.hasOwn(value, name)),
  ),
  minProperties: ofObjects((bound, value) => typeof bound === "number" && Object.keys(value).length >= bound),
  maxProperties: ofObjects((bound, value) => typeof bound === "number" && Object.keys(value).length <= bound),
  properties: ofObjects((_, value, schema, inside) => {
    const properties = namedSchemasOf(schema, "properties");
    return every(Object.entries(value), ([name, inner]) =>
      Object.hasOwn(properties, name) ? inside(properties[name] ?? true, inner) : true,
    );
  }),
  patternProperties: ofObjects((_, value, schema, inside) =>
    every(Object.entries(namedSchemasOf(schema, "patternProperties")), ([pattern, part]) =>
      every(Object.entries(value), ([name, inner]) =>
        or(not(test(pattern, name)), () => inside(part, inner)),
      ),
    ),
  ),
  additionalProperties: ofObjects((expected, value, schema, inside) => {
    const properties = namedSchemasOf(schema, "properties");
    const patterns = Object.keys(namedSchemasOf(schema, "patternProperties"));
    return every(Object.entries(value), ([name, inner]) => {
      if (Object.hasOwn(properties, name)) return true;
      const isNamed = not(every(patterns, (pattern) => not(test(pattern, name))));
      return or(isNamed, () => inside(expected as Schema, inner));
    });
  }),
  propertyNames: ofObjects((expected, value, _, inside) =>
    every(Object.keys(value), (name) => inside(expected as Schema, name)),
  ),
  dependentRequired: ofObjects((expected, value) =>
    every(
      Object.entries(isJsonObject(expected) ? expected : {}),
      ([name, names]) =>
        !Object.hasOwn(value, name) ||
        (Array.isArray(names) && names.every((other) => Object.hasOwn(value, other))),
    ),
  ),
};

function every<Item>(
  items: readonly Item[] | undefined,
  check: (item: Item, index: number) => Answer,
): Answer {
  let answer: Answer = items ? true : undefined;
  for (const [index, item] of (items ?? []).entries()) {
    const next = check(item, index);
    if (next === false) return false;
    if (next === undefined) answer = undefined;
  }
  return answer;
}

function not(answer: Answer): Answer {
  return answer === undefined ? undefined : !answer;
}

function or(first: Answer, second: () => Answer): Answer {
  if (first === true) return true;
  const answer = second();
  return answer === true ? true : first === undefined ? undefined : answer;
}

function test(pattern: Json, text: string): Answer {
  try {
    return typeof pattern === "string" ? new RegExp(pattern, "u").test(text) : undefined;
  } catch {
    return undefined;
  }
}

function ofNumbers(check: (expected: number, value: number) => Answer): Assertion {
  return (expected, value) =>
    typeof value !== "number" ? true : typeof expected === "number" ? check(expected, value) : undefined;
}

function ofStrings(check: (expected: Json, value: string) => Answer): Assertion {
  return (expected, value) => typeof value !== "string" || check(expected, value);
}

function ofLists(
  check: (expected: Json, value: readonly Json[], schema: JsonObject, inside: Inside) => Answer,
): Assertion {
  return (expected, value, schema, inside) => !Array.isArray(value) || check(expected, value, schema, inside);
}

function ofObjects(
  check: (expected: Json, value: JsonObject, schema: JsonObject, inside: Inside) => Answer,
): Assertion {
  return (expected, value, schema, inside) => !isJsonObject(value) || check(expected, value, schema, inside);
}
