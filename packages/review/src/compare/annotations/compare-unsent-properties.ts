import { canonicalize, canonicalText } from "../../canonical/index.ts";
import { joinPointer } from "../../document/pointer.ts";
import { code } from "../code.ts";
import type { OperationPair } from "../comparison.ts";
import { createFinding, type Finding, kept } from "../findings/finding.ts";
import { nameAnnotated } from "./name-annotated.ts";
import type { SchemaSite } from "./schema-sites.ts";
import type { SchemaNode } from "./walk-schema.ts";

/**
 * Lists changes of read-only properties in requests and of write-only ones in responses, which the comparison of schemas
 * leaves out: nobody sends them.
 */
export function compareUnsentProperties(
  site: SchemaSite,
  { definitions }: OperationPair,
): readonly Finding[] {
  const keyword = site.direction === "request" ? "readOnly" : "writeOnly";
  const places = new Set([...site.baseNodes.keys(), ...site.headNodes.keys()]);
  const textOf = ({ schema }: SchemaNode, side: "base" | "head") =>
    canonicalText(canonicalize({ schema, definitions: definitions[side] }).schema);
  return [...places].flatMap((place) => {
    const base = site.baseNodes.get(place)?.find(({ schema }) => schema[keyword] === true);
    const head = site.headNodes.get(place)?.find(({ schema }) => schema[keyword] === true);
    const shown = head ?? base;
    if (shown === undefined) return [];
    // A property that both sides send, and only one of them as read-only, is a change of its own.
    if (base === undefined && site.baseNodes.has(place)) return [];
    if (head === undefined && site.headNodes.has(place)) return [];
    if (base !== undefined && head !== undefined && textOf(base, "base") === textOf(head, "head")) return [];
    const name = keyword === "readOnly" ? "read-only" : "write-only";
    return [
      createFinding({
        rule: `${name}-property-changed`,
        pointer: joinPointer(site.pointer, ...shown.steps),
        direction: site.direction,
        effects: { wire: kept(`a ${site.direction} never has a ${name} property`) },
        sentence: `The ${name} property ${place === "" ? code("$") : nameAnnotated(site, place)} is ${
          base === undefined ? "new" : head === undefined ? "removed" : "described differently"
        }.`,
        base: base?.schema,
        head: head?.schema,
        basePart: base?.schema,
        headPart: head?.schema,
      }),
    ];
  });
}
