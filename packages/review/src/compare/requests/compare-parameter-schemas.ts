import type { Parameter } from "../../model/api.ts";
import { isJsonObject } from "../../model/json.ts";
import type { DefinedSchema, Schema } from "../../model/schema.ts";
import { accepts } from "../../schemas/index.ts";
import { compareSchemaParts, type SchemaPair } from "../compare-schema-parts.ts";
import { define, type OperationPair } from "../comparison.ts";
import { createFinding, type Finding, kept } from "../findings/finding.ts";
import { sampleRequest } from "../witness/sample-request.ts";
import { nameParameter } from "./name-parameter.ts";

/** Compares the values of a parameter as they are written: as text, which a list of one value shares with that value. */
export function compareParameterSchemas(
  base: Parameter,
  head: Parameter,
  pair: OperationPair,
): readonly Finding[] {
  const schemas: SchemaPair = {
    base: base.schema,
    head: head.schema,
    definitions: pair.definitions,
    pointer: `${head.pointer}/schema`,
    direction: "request",
    promise: "wire",
    subject: nameParameter(head),
    witness: (value, reason) => ({
      kind: "request",
      request: sampleRequest(pair, { parameter: { parameter: base, value } }),
      reason,
    }),
  };
  const items = itemsOfExplodedList(base, head, pair);
  if (items !== undefined) {
    return [
      becomesList(base, head),
      ...compareSchemaParts({ ...schemas, head: items, pointer: `${schemas.pointer}/items` }),
    ];
  }
  if (becomesText(base, head, pair)) return [widensToText(base, head)];
  return compareSchemaParts(schemas);
}

/**
 * Returns the schema of the items if a scalar becomes a list whose items are separate parameters: `a=1` is a list of one.
 */
function itemsOfExplodedList(base: Parameter, head: Parameter, pair: OperationPair): Schema | undefined {
  if (head.serialization.explode !== true || head.in !== "query" || !isJsonObject(head.schema))
    return undefined;
  const { type, items, minItems = 0, maxItems = 1 } = head.schema;
  if (type !== "array" || Number(minItems) > 1 || Number(maxItems) < 1) return undefined;
  if (!isScalar(define(base.schema, pair.definitions.base))) return undefined;
  // These may refuse a list of one value that its items alone allow.
  if ([...combining, "contains", "prefixItems"].some((keyword) => keyword in Object(head.schema)))
    return undefined;
  return isJsonObject(items) || items === false ? items : true;
}

/** Says whether a schema allows neither lists nor objects. */
function isScalar(schema: DefinedSchema): boolean {
  return isJsonObject(schema.schema) && typesOf(schema.schema.type).every((type) => scalarTypes.has(type));
}

const combining = ["enum", "const", "not", "allOf", "anyOf", "oneOf"];

const scalarTypes: ReadonlySet<unknown> = new Set(["string", "number", "integer", "boolean"]);

/** Returns the names of types, or one that is no scalar if there are none. */
function typesOf(type: unknown): readonly unknown[] {
  return Array.isArray(type) ? type : [type];
}

/** Says whether another scalar becomes a string that may be any text. */
function becomesText(base: Parameter, head: Parameter, pair: OperationPair): boolean {
  const before = define(base.schema, pair.definitions.base);
  const after = define(head.schema, pair.definitions.head);
  const isString = isJsonObject(head.schema) && head.schema.type === "string";
  const constrains = [...combining, "pattern", "maxLength", "minLength"];
  return (
    isScalar(before) &&
    !accepts(before, "a text") &&
    isString &&
    accepts(after, "a text") &&
    isJsonObject(head.schema) &&
    Object.keys(head.schema).every((keyword) => !constrains.includes(keyword))
  );
}

function becomesList(base: Parameter, head: Parameter): Finding {
  return createFinding({
    rule: "parameter-becomes-list",
    pointer: `${head.pointer}/schema/type`,
    direction: "request",
    effects: { wire: kept("a list of one value is written like the value") },
    sentence: `${nameParameter(head)} may now be repeated.`,
    base: base.schema,
    head: head.schema,
    addsFeature: true,
    basePart: base.source,
    headPart: head.source,
    keyword: "schema",
  });
}

function widensToText(base: Parameter, head: Parameter): Finding {
  return createFinding({
    rule: "parameter-becomes-text",
    pointer: `${head.pointer}/schema/type`,
    direction: "request",
    effects: { wire: kept("every value is written as text") },
    sentence: `${nameParameter(head)} may now be any text.`,
    base: base.schema,
    head: head.schema,
    addsFeature: true,
    basePart: base.source,
    headPart: head.source,
    keyword: "schema",
  });
}
