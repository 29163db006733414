import { canonicalText } from "../../canonical/index.ts";
import type { JsonObject } from "../../model/json.ts";
import type { Schema } from "../../model/schema.ts";
import { numberAt, schemaAt, schemasAt } from "../keywords.ts";
import type { Inclusion } from "./inclusion.ts";

/** Says whether a schema's arrays fit the items and the counts of another one. */
export function includesArrays(inclusion: Inclusion, sub: JsonObject, sup: JsonObject): boolean {
  const most = numberAt(sub, "maxItems") ?? Number.POSITIVE_INFINITY;
  return (
    (numberAt(sub, "minItems") ?? 0) >= (numberAt(sup, "minItems") ?? 0) &&
    most <= (numberAt(sup, "maxItems") ?? Number.POSITIVE_INFINITY) &&
    (sup.uniqueItems !== true || sub.uniqueItems === true || most <= 1) &&
    includesItems(inclusion, sub, sup, most) &&
    includesContained(inclusion, sub, sup)
  );
}

function includesItems({ includes }: Inclusion, sub: JsonObject, sup: JsonObject, most: number): boolean {
  const prefixes = Math.max(schemasAt(sub, "prefixItems").length, schemasAt(sup, "prefixItems").length);
  for (let index = 0; index < prefixes && index < most; index++)
    if (!includes(itemAt(sub, index), itemAt(sup, index))) return false;
  return most <= prefixes || includes(schemaAt(sub, "items"), schemaAt(sup, "items"));
}

function itemAt(schema: JsonObject, index: number): Schema {
  return schemasAt(schema, "prefixItems")[index] ?? schemaAt(schema, "items");
}

function includesContained({ includes }: Inclusion, sub: JsonObject, sup: JsonObject): boolean {
  if (sup.contains === undefined) return true;
  if (sub.contains === undefined) return false;
  const [mine, theirs] = [schemaAt(sub, "contains"), schemaAt(sup, "contains")];
  const hasEnough = (numberAt(sub, "minContains") ?? 1) >= (numberAt(sup, "minContains") ?? 1);
  if (sup.maxContains === undefined) return hasEnough && includes(mine, theirs);
  return hasEnough && sub.maxContains === sup.maxContains && canonicalText(mine) === canonicalText(theirs);
}
