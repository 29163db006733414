import { joinPointer } from "../../document/pointer.ts";
import type { Json } from "../../model/json.ts";
import { isJsonObject } from "../../model/json.ts";
import { type AnnotationDifference, compareAnnotation } from "../annotations/compare-annotation.ts";
import { nameAnnotated } from "../annotations/name-annotated.ts";
import type { SchemaSite } from "../annotations/schema-sites.ts";
import { valueText } from "../code.ts";
import type { OperationPair } from "../comparison.ts";
import { broken, createFinding, type Effects, type Finding, kept } from "../findings/finding.ts";
import { sampleRequest } from "../witness/sample-request.ts";

/** Compares the defaults of parameters, and of the properties of bodies at any depth. */
export function compareDefaults(site: SchemaSite, pair: OperationPair): readonly Finding[] {
  return compareAnnotation(site.baseNodes, site.headNodes, "default").map((difference) => {
    const { before, after } = difference;
    const name = nameAnnotated(site, difference.place);
    return createFinding({
      rule:
        before === undefined ? "default-added" : after === undefined ? "default-removed" : "default-changed",
      pointer: joinPointer(site.pointer, ...difference.head.steps, "default"),
      direction: site.direction,
      effects: judge(difference, site, pair),
      sentence:
        before === undefined
          ? `${name} now defaults to ${valueText(after)}.`
          : after === undefined
            ? `${name} no longer defaults to ${valueText(before)}.`
            : `${name} now defaults to ${valueText(after)}, not ${valueText(before)}.`,
      base: before,
      head: after,
      basePart: difference.base.schema,
      headPart: difference.head.schema,
      keyword: "default",
    });
  });
}

/** Whoever leaves a value out relies on its default. In a response it documents what the server sends anyway. */
function judge(difference: AnnotationDifference, site: SchemaSite, pair: OperationPair): Effects {
  const { base, head, before, after } = difference;
  if (site.direction === "response") {
    return { behaviour: kept("a default in a response changes nothing of what is sent") };
  }
  const isAlwaysSent =
    site.kind === "parameter" && difference.place === ""
      ? site.base.source.required === true && site.head.source.required === true
      : base.isRequired && head.isRequired;
  if (isAlwaysSent)
    return { behaviour: kept("every request has the value, so that its default never applies") };
  const name = nameAnnotated(site, difference.place);
  const meaning = (value: Json | undefined) =>
    value === undefined
      ? `Nothing about ${lowerFirst(name)} if it is left out.`
      : `${name} is ${valueText(value)} if it is left out.`;
  return {
    behaviour: broken({
      kind: "meaning",
      request: requestWithout(difference.place, site, pair),
      base: meaning(before),
      head: meaning(after),
    }),
  };
}

/** Creates a request that leaves out the value in a place. */
function requestWithout(place: string, site: SchemaSite, pair: OperationPair) {
  const parameter = pair.base.parameters.get(site.key);
  if (site.kind === "parameter" && parameter !== undefined) {
    return sampleRequest(pair, { parameter: { parameter, value: undefined } });
  }
  const request = sampleRequest(pair, { contentType: site.key });
  return request.body === undefined ? request : { ...request, body: omit(request.body, place.split(".")) };
}

function omit(value: Json, [name, ...rest]: readonly string[]): Json {
  if (name === undefined || !isJsonObject(value) || !(name in value)) return value;
  const { [name]: member = null, ...others } = value;
  return rest.length === 0 ? others : { ...value, [name]: omit(member, rest) };
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1);
}
