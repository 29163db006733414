import { joinPointer } from "../../document/pointer.ts";
import type { Json } from "../../model/json.ts";
import { valueText } from "../code.ts";
import { createFinding, type Finding, kept } from "../findings/finding.ts";
import { compareAnnotation } from "./compare-annotation.ts";
import { nameAnnotated } from "./name-annotated.ts";
import type { SchemaSite } from "./schema-sites.ts";
import type { SchemaNode } from "./walk-schema.ts";

/** Lists the values that an enum of a response gains or loses while `x-extensible-enum` tells readers to expect others. */
export function compareExtensibleEnums(site: SchemaSite): readonly Finding[] {
  if (site.direction === "request") return [];
  return compareAnnotation(site.baseNodes, site.headNodes, "enum").flatMap(
    ({ place, base, head, before, after }) => {
      if (!isExtensible(base) || !isExtensible(head)) return [];
      const added = valuesOf(after).filter((value) => !valuesOf(before).includes(value));
      return [
        createFinding({
          rule: "extensible-enum-changed",
          pointer: joinPointer(site.pointer, ...head.steps, "enum"),
          direction: site.direction,
          effects: {
            [site.kind === "event" ? "stream" : "wire"]: kept(
              "readers expect values that the enum does not name",
            ),
          },
          sentence: `${nameAnnotated(site, place)} can now be ${valuesOf(after).map(valueText).join(", ")}.`,
          base: before,
          head: after,
          addsFeature: added.length > 0,
          basePart: base.schema,
          headPart: head.schema,
          keyword: "enum",
        }),
      ];
    },
  );
}

function isExtensible({ schema }: SchemaNode): boolean {
  return schema["x-extensible-enum"] !== undefined && schema["x-extensible-enum"] !== false;
}

function valuesOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? value : [];
}
