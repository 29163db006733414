import { joinPointer } from "../../document/pointer.ts";
import { code } from "../code.ts";
import { createFinding, type Finding, unknown } from "../findings/finding.ts";
import { compareAnnotation } from "./compare-annotation.ts";
import { nameAnnotated } from "./name-annotated.ts";
import type { SchemaSite } from "./schema-sites.ts";

/** Extensions that are compared elsewhere, or that are texts for people. */
const understood = new Set(["x-rules", "x-statuses", "x-extensible-enum", "x-enumDescriptions"]);

/** Reports keywords of schemas whose meaning the review does not know, where they differ. */
export function compareExtensions(site: SchemaSite): readonly Finding[] {
  const nodes = [...site.baseNodes.values(), ...site.headNodes.values()].flat();
  const keywords = new Set(nodes.flatMap(({ schema }) => Object.keys(schema).filter(isNotUnderstood)));
  return [...keywords].flatMap((keyword) =>
    compareAnnotation(site.baseNodes, site.headNodes, keyword).map(({ place, base, head, before, after }) =>
      createFinding({
        rule: "uncompared-change",
        pointer: joinPointer(site.pointer, ...head.steps, keyword),
        direction: site.direction,
        effects: {
          [site.kind === "event" ? "stream" : "wire"]: unknown(
            `the review does not know what ${code(keyword)} means`,
          ),
        },
        sentence: `${nameAnnotated(site, place)} has another ${code(keyword)}.`,
        base: before,
        head: after,
        basePart: base.schema,
        headPart: head.schema,
        keyword,
      }),
    ),
  );
}

function isNotUnderstood(keyword: string): boolean {
  return (
    keyword === "xml" || keyword === "discriminator" || (keyword.startsWith("x-") && !understood.has(keyword))
  );
}
