import type { Parameter } from "../../model/api.ts";
import { compareDeprecation } from "../compare-deprecation.ts";
import type { OperationPair } from "../comparison.ts";
import { broken, createFinding, type Finding, kept, meansOtherwise } from "../findings/finding.ts";
import { pairEntries } from "../pair-entries.ts";
import { samplePart } from "../witness/sample-part.ts";
import { sampleRequest } from "../witness/sample-request.ts";
import { compareParameterSchemas } from "./compare-parameter-schemas.ts";
import { compareSerialization } from "./compare-serialization.ts";
import { nameParameter } from "./name-parameter.ts";

/** Compares the parameters of an operation. */
export function compareParameters(pair: OperationPair): readonly Finding[] {
  return pairEntries(pair.base.parameters, pair.head.parameters).flatMap(([, base, head]) => {
    if (base === undefined) return [addedParameter(head, pair)];
    if (head === undefined) return [removedParameter(base, pair)];
    return [
      ...compareRequired(base, head, pair),
      ...compareSerialization(base, head, pair),
      ...compareParameterSchemas(base, head, pair),
      ...compareDeprecation(base, head, nameParameter(head), "request"),
    ];
  });
}

function addedParameter(head: Parameter, pair: OperationPair): Finding {
  return createFinding({
    rule: head.required ? "required-parameter-added" : "parameter-added",
    pointer: head.pointer,
    direction: "request",
    effects: {
      wire: head.required
        ? broken({
            kind: "request",
            request: sampleRequest(pair),
            reason: `${nameParameter(head)} is missing.`,
          })
        : kept("a request without it is as valid as before"),
    },
    sentence: head.required
      ? `${nameParameter(head)} is new, and required.`
      : `${nameParameter(head)} is new, and optional.`,
    head: head.required,
    addsFeature: true,
    basePart: pair.base.source,
    headPart: head.source,
  });
}

/**
 * Reports a parameter that only the base has. Servers ignore headers and cookies that they do not know, so that a request
 * with one still passes, without its meaning. They may refuse a query parameter that they do not know.
 */
function removedParameter(base: Parameter, pair: OperationPair): Finding {
  const value = samplePart(base, { schema: base.schema, definitions: pair.definitions.base }, undefined);
  const request = sampleRequest(pair, { parameter: { parameter: base, value: value ?? "" } });
  const isIgnored = base.in === "header" || base.in === "cookie";
  const sentence = `${nameParameter(base)} is removed.`;
  return createFinding({
    rule: "parameter-removed",
    pointer: base.pointer,
    direction: "request",
    effects: isIgnored
      ? {
          wire: kept("a server ignores headers and cookies that it does not know"),
          behaviour: meansOtherwise(`${nameParameter(base)} has an effect.`, "It is ignored."),
        }
      : { wire: broken({ kind: "request", request, reason: `${nameParameter(base)} does not exist.` }) },
    sentence,
    base: base.required,
    basePart: base.source,
    headPart: pair.head.source,
    keyword: "parameters",
  });
}

function compareRequired(base: Parameter, head: Parameter, pair: OperationPair): readonly Finding[] {
  if (base.required === head.required) return [];
  const request = sampleRequest(pair, { parameter: { parameter: base, value: undefined } });
  return [
    createFinding({
      rule: head.required ? "parameter-required" : "parameter-optional",
      pointer: `${head.pointer}/required`,
      direction: "request",
      effects: {
        wire: head.required
          ? broken({ kind: "request", request, reason: `${nameParameter(head)} is missing.` })
          : kept("a request that has it is as valid as before"),
      },
      sentence: `${nameParameter(head)} is now ${head.required ? "required" : "optional"}.`,
      base: base.required,
      head: head.required,
      addsFeature: !head.required,
      basePart: base.source,
      headPart: head.source,
      keyword: "required",
    }),
  ];
}
