import { isJsonObject, type Json, type JsonObject } from "../../model/json.ts";
import { code, valueText } from "../code.ts";
import { createFinding, type Effects, type Finding, kept, meansOtherwise } from "../findings/finding.ts";
import { pairEntries } from "../pair-entries.ts";
import type { SchemePair } from "./security-schemes.ts";

/** Compares the OAuth flows of a security scheme: which there are, their URLs and their scopes. */
export function compareFlows(scheme: SchemePair): readonly Finding[] {
  const [before, after] = [flowsOf(scheme.base), flowsOf(scheme.head)];
  return pairEntries(before, after).flatMap(([flow, base, head]) => {
    const pointer = `${scheme.pointer}/flows/${flow}`;
    const subject = `the flow ${code(flow)} of ${code(scheme.name)}`;
    if (base === undefined) {
      return [
        flowFinding({
          rule: "flow-added",
          pointer,
          effects: { behaviour: kept("the other flows work as before") },
          sentence: `There is ${subject} now.`.replace("the flow", "a flow"),
          head: flow,
          basePart: scheme.base,
          headPart: head,
          addsFeature: true,
        }),
      ];
    }
    if (head === undefined) {
      return [
        flowFinding({
          rule: "flow-removed",
          pointer,
          effects: { behaviour: meansOtherwise(`Tokens come from ${subject}.`, "There is no such flow.") },
          sentence: `There is no longer ${subject}.`.replace("the flow", "a flow"),
          base: flow,
          basePart: base,
          headPart: scheme.head,
        }),
      ];
    }
    return [...compareUrls(base, head, pointer, subject), ...compareScopes(base, head, pointer, subject)];
  });
}

function compareUrls(
  base: JsonObject,
  head: JsonObject,
  pointer: string,
  subject: string,
): readonly Finding[] {
  return ["authorizationUrl", "tokenUrl", "refreshUrl", "deviceAuthorizationUrl"].flatMap((keyword) => {
    const [before, after] = [base[keyword], head[keyword]];
    if (before === after) return [];
    return [
      flowFinding({
        rule: "flow-url-changed",
        pointer: `${pointer}/${keyword}`,
        effects: {
          behaviour:
            before === undefined
              ? kept("the base names no such URL")
              : meansOtherwise(valueText(before), valueText(after)),
        },
        sentence: `The ${code(keyword)} of ${subject} is now ${valueText(after)}, not ${valueText(before)}.`,
        base: before,
        head: after,
        basePart: base,
        headPart: head,
        keyword,
      }),
    ];
  });
}

function compareScopes(
  base: JsonObject,
  head: JsonObject,
  pointer: string,
  subject: string,
): readonly Finding[] {
  return pairEntries(scopesOf(base), scopesOf(head)).flatMap(([scope, before, after]) => {
    if (before !== undefined && after !== undefined) return [];
    const isAdded = before === undefined;
    return [
      flowFinding({
        rule: isAdded ? "scope-added" : "scope-removed",
        pointer: `${pointer}/scopes`,
        effects: {
          behaviour: isAdded
            ? kept("the other scopes are there as before")
            : meansOtherwise(`A caller can ask for ${code(scope)}.`, "There is no such scope."),
        },
        sentence: `The scope ${code(scope)} of ${subject} is ${isAdded ? "new" : "removed"}.`,
        base: isAdded ? undefined : scope,
        head: isAdded ? scope : undefined,
        basePart: base,
        headPart: head,
        keyword: "scopes",
        addsFeature: isAdded,
      }),
    ];
  });
}

function flowFinding(parts: {
  rule: string;
  pointer: string;
  effects: Effects;
  sentence: string;
  base?: Json | undefined;
  head?: Json | undefined;
  basePart: JsonObject;
  headPart: JsonObject;
  keyword?: string;
  addsFeature?: boolean;
}): Finding {
  return createFinding({ direction: "request", ...parts });
}

function flowsOf(scheme: JsonObject): ReadonlyMap<string, JsonObject> {
  const flows = scheme.flows;
  if (!isJsonObject(flows)) return new Map();
  return new Map(Object.entries(flows).flatMap(([name, flow]) => (isJsonObject(flow) ? [[name, flow]] : [])));
}

function scopesOf({ scopes }: JsonObject): ReadonlyMap<string, Json> {
  return new Map(isJsonObject(scopes) ? Object.entries(scopes) : []);
}
