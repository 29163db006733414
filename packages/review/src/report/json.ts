import type { Change, Effect, PromiseName, Witness } from "../model/change.ts";
import type { Review, ReviewedChange } from "../model/review.ts";
import { listEffects } from "./main-effect.ts";

/** A review as JSON has it: `schema/review.schema.json` describes it. */
export interface JsonReport extends Omit<Review, "base" | "head" | "changes"> {
  readonly base: JsonSide;
  readonly head: JsonSide;
  readonly changes: readonly JsonChange[];
}

interface JsonSide {
  readonly revision: string;
  readonly file: string | null;
  readonly version: string | null;
}

/** A change with its worst effect beside all of them. */
export interface JsonChange extends Change {
  readonly fingerprint: string;
  readonly promise: PromiseName | null;
  readonly effect: Effect;
  readonly witness: Witness | null;
  readonly approved: boolean;
  readonly approval: ReviewedChange["approval"] | null;
}

/** Formats a review as JSON. Nothing is left out, so that every other report can be made from it. */
export function formatJson(review: Review): string {
  return `${JSON.stringify(toJsonReport(review), null, 2)}\n`;
}

function toJsonReport({
  verdict,
  semver,
  mayMerge,
  promises,
  base,
  head,
  changes,
  ...rest
}: Review): JsonReport {
  return {
    verdict,
    semver,
    mayMerge,
    promises,
    base: toJsonSide(base),
    head: toJsonSide(head),
    changes: changes.map(toJsonChange),
    ...rest,
  };
}

function toJsonSide({ revision, file, version }: Review["base"]): JsonSide {
  return { revision, file: file ?? null, version: version ?? null };
}

function toJsonChange(change: ReviewedChange): JsonChange {
  const { rule, pointer, source, direction, sentence, fingerprint, approval, ...rest } = change;
  const [worst] = listEffects(change);
  return {
    fingerprint,
    rule,
    pointer,
    source,
    direction,
    promise: worst?.promise ?? null,
    effect: worst?.evidence.effect ?? "kept",
    sentence,
    witness: worst?.evidence.effect === "broken" ? worst.evidence.witness : null,
    approved: approval !== undefined,
    approval: approval ?? null,
    ...rest,
  };
}
