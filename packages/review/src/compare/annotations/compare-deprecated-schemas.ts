import { joinPointer } from "../../document/pointer.ts";
import { compareDeprecation } from "../compare-deprecation.ts";
import type { Finding } from "../findings/finding.ts";
import { compareAnnotation } from "./compare-annotation.ts";
import { nameAnnotated } from "./name-annotated.ts";
import type { SchemaSite } from "./schema-sites.ts";

/** Finds properties that are deprecated in only one document. */
export function compareDeprecatedSchemas(site: SchemaSite): readonly Finding[] {
  return compareAnnotation(site.baseNodes, site.headNodes, "deprecated").flatMap(({ place, base, head }) => {
    const pointer = joinPointer(site.pointer, ...head.steps);
    return compareDeprecation(
      { pointer, source: base.schema },
      { pointer, source: head.schema },
      nameAnnotated(site, place),
      site.direction,
    );
  });
}
