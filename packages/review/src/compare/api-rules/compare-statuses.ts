import { joinPointer } from "../../document/pointer.ts";
import type { Evidence } from "../../model/change.ts";
import { isJsonObject, type Json } from "../../model/json.ts";
import { compareAnnotation } from "../annotations/compare-annotation.ts";
import type { SchemaSite } from "../annotations/schema-sites.ts";
import { code } from "../code.ts";
import { createFinding, type Finding, kept, meansOtherwise } from "../findings/finding.ts";
import { pairEntries } from "../pair-entries.ts";

const keyword = "x-statuses";

/**
 * Compares the statuses that come with the values of an enum, such as error codes, under `x-statuses`. The same request
 * then gets another answer. The answer itself may have been allowed before, which the comparison of responses decides.
 */
export function compareStatuses(site: SchemaSite): readonly Finding[] {
  return compareAnnotation(site.baseNodes, site.headNodes, keyword).flatMap((difference) => {
    const { base, head } = difference;
    const [hadValue, hasValue] = [enumOf(base.schema.enum), enumOf(head.schema.enum)];
    return pairEntries(mapOf(difference.before), mapOf(difference.after)).flatMap(
      ([value, before, after]) => {
        // A value that is new, or gone, is a change of the enum, which has its own row.
        const isNew = before === undefined && !hadValue(value);
        const isGone = after === undefined && !hasValue(value);
        if (before === after || isNew || isGone) return [];
        return [
          createFinding({
            rule: "status-changed",
            pointer: joinPointer(site.pointer, ...head.steps, keyword, value),
            direction: "response",
            effects: { behaviour: judge(value, before, after) },
            sentence: sentenceOf(value, before, after),
            base: before,
            head: after,
            basePart: base.schema,
            headPart: head.schema,
            keyword,
          }),
        ];
      },
    );
  });
}

function sentenceOf(value: string, before: Json | undefined, after: Json | undefined): string {
  if (before === undefined) return `${code(value)} now comes with the status ${String(after)}.`;
  if (after === undefined) return `${code(value)} no longer has a status. It was ${String(before)}.`;
  return `${code(value)} now comes with the status ${String(after)}, not ${String(before)}.`;
}

function judge(value: string, before: Json | undefined, after: Json | undefined): Evidence {
  if (before === undefined) return kept("the base does not say with which status it comes");
  return meansOtherwise(
    `${code(value)} comes with the status ${String(before)}.`,
    after === undefined
      ? "The document does not say with which status it comes."
      : `${code(value)} comes with the status ${String(after)}.`,
  );
}

/** Reads the statuses of a place. Several schemas there may each have some of them. */
function mapOf(value: Json | undefined): ReadonlyMap<string, Json> {
  const maps = Array.isArray(value) ? value : [value];
  return new Map(maps.flatMap((map) => (isJsonObject(map) ? Object.entries(map) : [])));
}

/** Returns a function that says whether an enum has a value. A schema without an enum has all. */
function enumOf(values: Json | undefined): (value: string) => boolean {
  return (value) => !Array.isArray(values) || values.includes(value);
}
