import type { JsonObject } from "../../model/json.ts";
import { isSameJson } from "../canonical-text.ts";
import { numberOf, schemaOf, schemasOf, without } from "../keywords.ts";

/** Turns items that cannot exist into `maxItems`, and drops schemas of items that no list reaches. */
export function foldItems(schema: JsonObject): JsonObject {
  const items = schemaOf(schema, "items") ?? true;
  const prefix = schemasOf(schema, "prefixItems") ?? [];
  const maximum = numberOf(schema, "maxItems") ?? Number.POSITIVE_INFINITY;

  const impossible = prefix.indexOf(false);
  const limit = Math.min(
    maximum,
    impossible === -1 ? Number.POSITIVE_INFINITY : impossible,
    items === false ? prefix.length : Number.POSITIVE_INFINITY,
  );
  // A schema that `items` already demands of all later items is redundant here.
  let length = Math.min(prefix.length, limit);
  while (length > 0 && limit > prefix.length && isSameJson(prefix[length - 1], items)) length--;
  while (length > 0 && limit <= prefix.length && prefix[length - 1] === true) length--;
  const isItemsReachable = limit > prefix.length;

  if (
    limit === maximum &&
    length === (schema.prefixItems === undefined ? 0 : prefix.length) &&
    (isItemsReachable || schema.items === undefined)
  ) {
    return schema.prefixItems !== undefined && prefix.length === 0 ? without(schema, "prefixItems") : schema;
  }
  return {
    ...without(schema, "prefixItems", ...(isItemsReachable ? [] : ["items"])),
    ...(Number.isFinite(limit) && { maxItems: limit }),
    ...(length > 0 && { prefixItems: prefix.slice(0, length) }),
  };
}
