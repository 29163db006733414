import { canonicalText } from "../../canonical/index.ts";
import type { Parameter } from "../../model/api.ts";
import type { Evidence } from "../../model/change.ts";
import { accepts, sampleValues } from "../../schemas/index.ts";
import { valueText } from "../code.ts";
import { define, type OperationPair } from "../comparison.ts";
import { broken, createFinding, type Finding, kept, unknown } from "../findings/finding.ts";
import { samplePart } from "../witness/sample-part.ts";
import { sampleRequest } from "../witness/sample-request.ts";
import { nameParameter } from "./name-parameter.ts";

/** Compares how the value of a parameter is written: its style, and the media type of one that has `content`. */
export function compareSerialization(
  base: Parameter,
  head: Parameter,
  pair: OperationPair,
): readonly Finding[] {
  const all = new Set([...Object.keys(base.serialization), ...Object.keys(head.serialization)]);
  // A parameter with a media type has no style.
  const keywords = all.has("content") ? ["content"] : [...all];
  return keywords.toSorted().flatMap((keyword) => {
    const [before, after] = [base.serialization[keyword], head.serialization[keyword]];
    if (canonicalText(before ?? null) === canonicalText(after ?? null)) return [];
    return [
      createFinding({
        rule: "serialization-changed",
        pointer: `${head.pointer}/${keyword}`,
        direction: "request",
        effects: { wire: judge(base, keyword, pair) },
        sentence: `${nameParameter(head)} is now written with ${keyword} ${valueText(after)}, not ${valueText(before)}.`,
        base: before,
        head: after,
        basePart: base.source,
        headPart: head.source,
        keyword,
      }),
    ];
  });
}

/** Style and explode concern only lists and objects: a scalar is written alike in all styles of one place. */
function judge(base: Parameter, keyword: string, pair: OperationPair): Evidence {
  const schema = define(base.schema, pair.definitions.base);
  const isStyle = keyword === "explode" || keyword === "style";
  const compound = [...lists, ...sampleValues(schema.schema, schema.definitions), { a: "b" }, { a: 1 }].find(
    (value) => typeof value === "object" && value !== null && accepts(schema, value),
  );
  if (isStyle && compound === undefined) {
    return kept("the value is neither a list nor an object, so that it is written alike");
  }
  if (keyword === "allowReserved") return unknown("a server may decode reserved characters either way");
  const value = compound ?? samplePart(base, schema, undefined);
  if (value === undefined) return unknown("no value was found that is written in both ways");
  return broken({
    kind: "request",
    request: sampleRequest(pair, { parameter: { parameter: base, value } }),
    reason: `${nameParameter(base)} is read in another form than it is written.`,
  });
}

const lists = [
  ["a", "b"],
  [1, 2],
  [true, false],
];
