import { joinPointer } from "../../document/pointer.ts";
import { valueText } from "../code.ts";
import { createFinding, type Finding, kept } from "../findings/finding.ts";
import { compareAnnotation } from "./compare-annotation.ts";
import { nameAnnotated } from "./name-annotated.ts";
import type { SchemaSite } from "./schema-sites.ts";

/** Compares formats. They are annotations: a validator need not assert them, and the generated ones do not. */
export function compareFormats(site: SchemaSite): readonly Finding[] {
  return compareAnnotation(site.baseNodes, site.headNodes, "format").map(
    ({ place, base, head, before, after }) => {
      const name = nameAnnotated(site, place);
      return createFinding({
        rule: "format-changed",
        pointer: joinPointer(site.pointer, ...head.steps, "format"),
        direction: site.direction,
        effects: { [site.kind === "event" ? "stream" : "wire"]: kept("a format is an annotation") },
        sentence:
          after === undefined
            ? `${name} no longer has the format ${valueText(before)}.`
            : `${name} now has the format ${valueText(after)}${before === undefined ? "" : `, not ${valueText(before)}`}.`,
        notes: ["A validator that asserts formats may refuse other values than before."],
        base: before,
        head: after,
        basePart: base.schema,
        headPart: head.schema,
        keyword: "format",
      });
    },
  );
}
