import { canonicalText } from "../../canonical/index.ts";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import type { Definitions, Schema } from "../../model/schema.ts";
import {
  namesAt,
  numberAt,
  resolve,
  schemaAt,
  schemaMapAt,
  schemasAt,
  typesOf,
  valuesOf,
} from "../keywords.ts";
import { textOfFormat } from "./formats.ts";
import { patternSamples } from "./pattern-samples.ts";

/** A property that no spec names. */
export const extraName = "extra";

/** The most values that are made for one schema at each depth: this bounds the product over nested schemas. */
const limits = [160, 40, 12, 4] as const;

/**
 * Makes values at the edges of a schema, inside and outside, simple ones first: bounds and the numbers beside them, lengths, each
 * type, each branch, each property present and absent. Whether a value is valid is left to a check.
 */
export function candidatesOf(schema: Schema, definitions: Definitions, depth = 0): readonly Json[] {
  const limit = limits[depth];
  if (limit === undefined) return [];
  const target = resolve(schema, definitions);
  if (!isJsonObject(target)) return target ? general : [];
  const below = (part: Schema) => candidatesOf(part, definitions, depth + 1);
  const values = [
    ...["examples", "enum"].flatMap((keyword) => listAt(target, keyword)),
    ...["default", "example", "const"].flatMap((keyword) => target[keyword] ?? []),
    ...unionCandidates(target, (part) => candidatesOf(part, definitions, depth)),
    ...typesOf(target).flatMap((type) => candidatesOfType(type, target, below)),
    ...(target.not === undefined ? [] : candidatesOf(schemaAt(target, "not"), definitions, depth)),
    ...(depth === 0 ? general : []),
  ];
  return distinct(values).slice(0, limit);
}

/** One or two values of each type. */
const general: readonly Json[] = [
  ...[null, true, false, 0, 1, -1, 0.5, "", "a", "\n", "1"],
  ...[[], [null], [0], ["a"], ["a", 1], {}, { [extraName]: 1 }, { [extraName]: "a" }],
];

function candidatesOfType(
  type: string,
  schema: JsonObject,
  below: (schema: Schema) => readonly Json[],
): readonly Json[] {
  switch (type) {
    case "null":
      return [null];
    case "boolean":
      return [true, false];
    case "integer":
    case "number":
      return numberCandidates(schema);
    case "string":
      return stringCandidates(schema);
    case "array":
      return arrayCandidates(schema, below);
    default:
      return objectCandidates(schema, below);
  }
}

function numberCandidates(schema: JsonObject): readonly number[] {
  const bounds = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"].flatMap(
    (keyword) => numberAt(schema, keyword) ?? [],
  );
  const step = numberAt(schema, "multipleOf");
  const steps =
    step === undefined
      ? []
      : [
          step,
          2 * step,
          -step,
          step / 2,
          step * 1.5,
          ...bounds.map((bound) => Math.ceil(bound / step) * step),
        ];
  return [
    ...bounds.flatMap((bound) => [bound, bound + 1, bound - 1, bound + 0.5, bound - 0.5]),
    ...steps,
    ...[0, 1, -1, 0.5, 2, 3, 10, 100, 2 ** 31, 2 ** 53 - 1, -(2 ** 53) + 1],
  ].filter(Number.isFinite);
}

/** Longer texts are not made: a spec that allows a megabyte is as well shown by ten thousand characters. */
const longest = 20_000;

function stringCandidates(schema: JsonObject): readonly string[] {
  const patterns = typeof schema.pattern === "string" ? patternSamples(schema.pattern) : [];
  const lengths = ["minLength", "maxLength"].flatMap((keyword) => {
    const length = numberAt(schema, keyword);
    return length === undefined ? [] : [length, length + 1, length - 1];
  });
  const units = [...patterns.flatMap((text) => text.at(-1) ?? []), "a", "1"].filter(
    (unit, index, all) => all.indexOf(unit) === index,
  );
  return [
    ...[textOfFormat(schema.format) ?? []].flat(),
    ...patterns,
    ...patterns.flatMap((text) =>
      lengths.map((length) => text + (text.at(-1) ?? "a").repeat(clamp(length - text.length))),
    ),
    ...lengths.flatMap((length) => units.slice(0, 3).map((unit) => unit.repeat(clamp(length)))),
    ...["a", "", "\n", "ab", "A", "1", " ", "-", "é", "🐳", "other value", "2024-04-01", "abc-123"],
    ...patterns.flatMap((text) => [
      `${text}!`,
      ` ${text}`,
      `${text}\n`,
      text.slice(1),
      text.slice(0, -1),
      text.toUpperCase(),
    ]),
  ];
}

function clamp(length: number): number {
  return Math.max(0, Math.min(length, longest));
}

function arrayCandidates(schema: JsonObject, below: (schema: Schema) => readonly Json[]): readonly Json[][] {
  const items = below(schemaAt(schema, "items"));
  const prefix = schemasAt(schema, "prefixItems").map(below);
  const contained = schema.contains === undefined ? [] : below(schemaAt(schema, "contains"));
  const lengths = ["minItems", "maxItems", "minContains", "maxContains"].flatMap((keyword) => {
    const length = numberAt(schema, keyword);
    return length === undefined || length > 1000 ? [] : [length, length + 1, length - 1];
  });
  const first = items[0] ?? 0;
  const padding = Math.max(0, Math.min(1000, (numberAt(schema, "minItems") ?? 0) - prefix.length - 1));
  const start = prefix.map((values) => values[0] ?? null);
  const list = (length: number, varied: boolean): Json[] =>
    Array.from({ length: Math.max(0, length) }, (_, index) =>
      index < prefix.length
        ? (start[index] ?? null)
        : ((varied ? items[(index - prefix.length) % items.length] : first) ?? index),
    );
  return [
    ...[...lengths, prefix.length, prefix.length + 1, 0, 1, 2].flatMap((length) => [
      list(length, false),
      list(length, true),
    ]),
    ...items.map((item) => [...start, item, ...list(prefix.length + padding, false).slice(prefix.length)]),
    ...prefix.flatMap((values, index) => values.map((value) => start.with(index, value))),
    ...contained.flatMap((item) => [[item], [...start, item, item], [...start, first, item]]),
    ...items.slice(1).map((item) => [...start, first, item]),
  ];
}

function objectCandidates(
  schema: JsonObject,
  below: (schema: Schema) => readonly Json[],
): readonly JsonObject[] {
  const required = namesAt(schema, "required");
  const properties = schemaMapAt(schema, "properties");
  const values = new Map(
    [...new Set([...properties.keys(), ...required])].map((name) => [
      name,
      below(properties.get(name) ?? true),
    ]),
  );
  const first = (name: string) => [name, values.get(name)?.[0] ?? null] as const;
  const minimal: JsonObject = Object.fromEntries(required.map(first));
  const possible = [...values].filter(([, all]) => all.length > 0).map(([name]) => name);
  const full: JsonObject = Object.fromEntries(possible.map(first));
  const extras = below(schemaAt(schema, "additionalProperties"));
  const patterned = [...schemaMapAt(schema, "patternProperties")].flatMap(([pattern, part]) =>
    patternSamples(pattern).flatMap((name) =>
      below(part).map((value) => [name || extraName, value] as const),
    ),
  );
  return [
    minimal,
    full,
    ...[...values.keys()].map((name) => omit(full, name)),
    ...required.map((name) => omit(minimal, name)),
    ...[0, "a", ...extras.slice(0, 8)].map((value) => ({ ...minimal, [extraName]: value })),
    ...interleave([...values].map(([name, all]) => all.map((value) => ({ ...minimal, [name]: value })))),
    ...patterned.map(([name, value]) => ({ ...minimal, [name]: value })),
    ...[2, 3, 5, 10].map((count) => ({
      ...minimal,
      ...Object.fromEntries(
        Array.from({ length: count }, (_, index) => [`${extraName}${index}`, extras[0] ?? 0]),
      ),
    })),
  ];
}

function unionCandidates(schema: JsonObject, of: (schema: Schema) => readonly Json[]): readonly Json[] {
  const groups = ["anyOf", "oneOf", "allOf"].flatMap((keyword) =>
    schemasAt(schema, keyword).map((branch) => of(branch)),
  );
  if (groups.length === 0) return [];
  // A value that fits two branches needs the properties of both.
  const objects = groups.map((values) => values.filter(isJsonObject).slice(0, 6));
  const own = objectSample(schema, of);
  const joined = objects.flatMap((mine, index) =>
    objects.slice(index + 1).flatMap((theirs) =>
      mine.flatMap((one) =>
        theirs.flatMap((other) => [
          { ...one, ...other },
          { ...other, ...one },
        ]),
      ),
    ),
  );
  const all: JsonObject = Object.assign({}, ...objects.map(([first]) => first));
  return [
    ...interleave(groups),
    ...(own ? interleave(objects).map((value) => ({ ...own, ...value })) : []),
    ...joined.slice(0, 60),
    ...(Object.keys(all).length > 0 ? [{ ...own, ...all }] : []),
  ];
}

function objectSample(schema: JsonObject, of: (schema: Schema) => readonly Json[]): JsonObject | undefined {
  if (schema.properties === undefined && schema.required === undefined) return undefined;
  const { anyOf, oneOf, allOf, ...siblings } = schema;
  return of(siblings).find(isJsonObject);
}

function omit(object: JsonObject, name: string): JsonObject {
  const { [name]: _, ...rest } = object;
  return rest;
}

function listAt(schema: JsonObject, keyword: string): readonly Json[] {
  const list = keyword === "enum" ? valuesOf(schema) : schema[keyword];
  return Array.isArray(list) ? list : [];
}

function interleave<Item>(lists: readonly (readonly Item[])[]): Item[] {
  const longestList = Math.max(0, ...lists.map((list) => list.length));
  return Array.from({ length: longestList }, (_, index) => index).flatMap((index) =>
    lists.flatMap((list) => list.slice(index, index + 1)),
  );
}

function distinct(values: readonly Json[]): readonly Json[] {
  return [...new Map(values.map((value) => [canonicalText(value), value] as const)).values()];
}
