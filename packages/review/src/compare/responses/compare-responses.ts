import { findResponse } from "../../document/find-response.ts";
import type { Response } from "../../model/api.ts";
import { code } from "../code.ts";
import type { OperationPair } from "../comparison.ts";
import { broken, createFinding, type Effects, type Finding, kept } from "../findings/finding.ts";
import { mergeEffects } from "../findings/merge-effects.ts";
import { pairEntries } from "../pair-entries.ts";
import { type ResponsePair, sampleResponse } from "../witness/sample-response.ts";
import { compareResponse } from "./compare-response.ts";
import { pickStatus } from "./pick-status.ts";

/** Compares the responses of an operation by their statuses. */
export function compareResponses(pair: OperationPair): readonly Finding[] {
  return pairEntries(pair.base.responses, pair.head.responses).flatMap(([status, base, head]) => {
    if (base === undefined) return addedStatus(status, head, pair);
    if (head === undefined) return removedStatus(status, base, pair);
    return compareResponse(pairResponses(status, base, head, pair), pair);
  });
}

function pairResponses(
  status: string,
  base: Response | undefined,
  head: Response,
  { base: { responses: before }, head: { responses: after }, definitions }: OperationPair,
): ResponsePair {
  return { status: pickStatus(status, [...before.keys(), ...after.keys()]), base, head, definitions };
}

/** Reports a status that only the head describes, unless the base's `default` or range says the same of it. */
function addedStatus(status: string, head: Response, pair: OperationPair): readonly Finding[] {
  const cover = findResponse(pair.base.responses, status);
  const responses = pairResponses(status, cover, head, pair);
  const differences = cover === undefined ? [] : compareResponse(responses, pair);
  if (cover !== undefined && differences.length === 0) return [];
  return [
    createFinding({
      rule: "response-added",
      pointer: head.pointer,
      direction: "response",
      effects:
        cover === undefined
          ? { wire: judgeUncovered(status, responses) }
          : coveredEffects(differences, `it says no more than ${code(cover.status)} did`),
      sentence: `The response ${status} is new.`,
      notes:
        cover === undefined
          ? []
          : differences.map(({ sentence }) => `Unlike ${code(cover.status)}: ${sentence}`),
      head: status,
      addsFeature: true,
      basePart: pair.base.source,
      headPart: head.source,
    }),
  ];
}

/**
 * A new status is an answer that the base does not allow. A new `default` is not: it names no status, and describes
 * answers that could come before, undescribed.
 */
function judgeUncovered(status: string, responses: ResponsePair) {
  if (status === "default") return kept("it names no status that could not come before");
  return broken(sampleResponse(responses, { reason: `The base does not describe the response ${status}.` }));
}

/** Reports a status that only the base describes. The head's `default` or range may describe it now. */
function removedStatus(status: string, base: Response, pair: OperationPair): readonly Finding[] {
  const cover = findResponse(pair.head.responses, status);
  const differences =
    cover === undefined ? [] : compareResponse(pairResponses(status, base, cover, pair), pair);
  if (cover !== undefined && differences.length === 0) return [];
  return [
    createFinding({
      rule: "response-removed",
      pointer: base.pointer,
      direction: "response",
      effects:
        cover === undefined
          ? { wire: kept("an answer that no longer comes surprises no reader") }
          : coveredEffects(differences, `${code(cover.status)} allows no more than it did`),
      sentence:
        cover === undefined
          ? `The response ${status} is removed.`
          : `The response ${status} is now described by ${code(cover.status)}.`,
      notes: differences.map(({ sentence }) => sentence),
      base: status,
      basePart: base.source,
      headPart: cover?.source ?? pair.head.source,
    }),
  ];
}

function coveredEffects(differences: readonly Finding[], proof: string): Effects {
  return { wire: kept(proof), ...mergeEffects(differences.map(({ effects }) => effects)) };
}
