import { canonicalText, isDisjoint } from "../../canonical/index.ts";
import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import { type Definitions, definitionName, type Schema } from "../../model/schema.ts";
import { isValid } from "../create-check.ts";
import { resolve, schemaAt, schemasAt, typesOf, valuesOf } from "../keywords.ts";
import { includesArrays } from "./arrays.ts";
import type { Inclusion } from "./inclusion.ts";
import { includesNumbers } from "./numbers.ts";
import { includesObjects } from "./objects.ts";
import { includesStrings } from "./strings.ts";
import { fitsUnion, parts } from "./unions.ts";

/** Keywords that one of the rules below understands. Any other must be the same on both sides. */
const understood = new Set([
  ...["type", "enum", "const", "anyOf", "oneOf", "allOf", "not", "$ref"],
  ...["minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum", "multipleOf"],
  ...["minLength", "maxLength", "pattern"],
  ...[
    "items",
    "prefixItems",
    "minItems",
    "maxItems",
    "uniqueItems",
    "contains",
    "minContains",
    "maxContains",
  ],
  ...["properties", "patternProperties", "additionalProperties", "propertyNames", "required"],
  ...["minProperties", "maxProperties", "dependentRequired"],
]);

/** Keywords whose meaning depends on keywords beside them. */
const contextual = ["if", "then", "else", "unevaluatedProperties", "unevaluatedItems"];

/** Annotations make no value invalid. */
const annotations = new Set([
  ...[
    "title",
    "description",
    "default",
    "examples",
    "example",
    "deprecated",
    "readOnly",
    "writeOnly",
    "format",
  ],
  ...["$comment", "externalDocs", "xml", "discriminator"],
]);

/**
 * Creates a function that says whether every value of one schema is a value of another. It is a proof by structure: true
 * is certain, and false means that the rules show nothing.
 */
export function createIncludes(definitions: Definitions): (sub: Schema, sup: Schema) => boolean {
  const known = new WeakMap<JsonObject, WeakMap<JsonObject, boolean>>();
  const assumed = new Set<string>();
  const inclusion: Inclusion = {
    definitions,
    includes,
    disjoint: (one, other) => isDisjoint(one, other, definitions),
  };
  return includes;

  function includes(sub: Schema, sup: Schema): boolean {
    if (sub === false || sup === true || sub === sup) return true;
    if (canonicalText(sub) === canonicalText(sup)) return true;
    if (sub === true) return includes({}, sup);
    if (sup === false) return isEmpty(inclusion, sub);
    const memory = known.get(sub);
    const remembered = memory?.get(sup);
    if (remembered !== undefined) return remembered;
    const result = decide(sub, sup);
    // A result that rests on an assumption holds only as long as the assumption is made.
    if (!result || assumed.size === 0) known.set(sub, (memory ?? new WeakMap()).set(sup, result));
    return result;
  }

  function decide(sub: JsonObject, sup: JsonObject): boolean {
    if (definitionName(sub) === undefined && definitionName(sup) === undefined)
      return includesResolved(sub, sup);
    const pair = canonicalText([sub, sup]);
    // While two recursive schemas are compared, the pair is taken to hold further down: a finite value ends somewhere.
    if (assumed.has(pair)) return true;
    assumed.add(pair);
    try {
      return includes(resolve(sub, definitions), resolve(sup, definitions));
    } finally {
      assumed.delete(pair);
    }
  }

  function includesResolved(sub: JsonObject, sup: JsonObject): boolean {
    const values = finiteValues(sub);
    if (values)
      return values.every(
        (value) =>
          !isValid({ schema: sub, definitions }, value) || isValid({ schema: sup, definitions }, value),
      );
    if (isEmpty(inclusion, sub)) return true;
    if (everyPart(sub, sup)) return true;
    // The parts of a union, and of a list of types, may fit for different reasons.
    return parts(sub).some((alternatives) => alternatives.every((part) => includes(part, sup)));
  }

  function everyPart(sub: JsonObject, sup: JsonObject): boolean {
    if (!contextualKeywordsAgree(sub, sup)) return false;
    if (valuesOf(sup)) return false;
    const types = typesOf(sub);
    const allowed = typesOf(sup);
    const fits = types.every(
      (type) =>
        allowed.includes(type) ||
        (type === "integer" && allowed.includes("number")) ||
        isIntegral(sub, type, allowed),
    );
    return (
      fits &&
      (!(types.includes("number") || types.includes("integer")) || includesNumbers(sub, sup)) &&
      (!types.includes("string") || includesStrings(sub, sup)) &&
      (!types.includes("array") || includesArrays(inclusion, sub, sup)) &&
      (!types.includes("object") || includesObjects(inclusion, sub, sup)) &&
      schemasAt(sup, "allOf").every((part) => includes(sub, part)) &&
      (sup.anyOf === undefined || fitsUnion(inclusion, sub, sup, "anyOf")) &&
      (sup.oneOf === undefined || fitsUnion(inclusion, sub, sup, "oneOf")) &&
      (sup.not === undefined || avoids(sub, schemaAt(sup, "not")))
    );
  }

  function avoids(sub: JsonObject, refused: Schema): boolean {
    return (
      (sub.not !== undefined && includes(refused, schemaAt(sub, "not"))) || inclusion.disjoint(sub, refused)
    );
  }
}

function finiteValues(schema: JsonObject): readonly Json[] | undefined {
  const hasFewValues = typesOf(schema).every((type) => type === "null" || type === "boolean");
  return valuesOf(schema) ?? (hasFewValues ? [null, false, true] : undefined);
}

function isIntegral(sub: JsonObject, type: string, allowed: readonly string[]): boolean {
  return type === "number" && allowed.includes("integer") && Number.isInteger(sub.multipleOf);
}

function contextualKeywordsAgree(sub: JsonObject, sup: JsonObject): boolean {
  // `unevaluatedProperties` sees what every keyword beside it has evaluated. Only equal schemas are comparable then.
  if (contextual.some((keyword) => sup[keyword] !== undefined)) return false;
  return Object.keys(sup).every(
    (keyword) =>
      understood.has(keyword) ||
      annotations.has(keyword) ||
      keyword.startsWith("x-") ||
      (sub[keyword] !== undefined &&
        canonicalText(sub[keyword] ?? null) === canonicalText(sup[keyword] ?? null)),
  );
}

/** Says whether certainly no value fits a schema. */
function isEmpty(inclusion: Inclusion, schema: Schema): boolean {
  const target = resolve(schema, inclusion.definitions);
  if (!isJsonObject(target)) return !target;
  if (typesOf(target).length === 0) return true;
  const branches = [...schemasAt(target, "anyOf"), ...schemasAt(target, "oneOf")];
  if (branches.length > 0 && branches.every((branch) => branch === false)) return true;
  return schemasAt(target, "allOf").includes(false);
}
