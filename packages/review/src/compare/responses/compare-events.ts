import type { MediaType } from "../../model/api.ts";
import type { Definitions } from "../../model/schema.ts";
import { compareSchemaParts } from "../compare-schema-parts.ts";
import type { Finding } from "../findings/finding.ts";

/** Compares the events of a stream. A document without a schema for them allows any event. */
export function compareEvents(
  base: MediaType,
  head: MediaType,
  definitions: { readonly base: Definitions; readonly head: Definitions },
): readonly Finding[] {
  if (base.itemSchema === undefined && head.itemSchema === undefined) return [];
  return compareSchemaParts({
    base: base.itemSchema ?? true,
    head: head.itemSchema ?? true,
    definitions,
    pointer: `${head.pointer}/${itemKeyword(head) ?? itemKeyword(base) ?? "itemSchema"}`,
    direction: "response",
    promise: "stream",
    subject: "An event",
    witness: (data, reason) => ({ kind: "event", data, reason }),
  });
}

function itemKeyword({ source }: MediaType): string | undefined {
  return ["itemSchema", "x-itemSchema"].find((keyword) => keyword in source);
}
