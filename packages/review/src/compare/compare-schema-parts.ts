import { joinPointer } from "../document/pointer.ts";
import type { Direction, Evidence, Witness } from "../model/change.ts";
import type { Json } from "../model/json.ts";
import type { Definitions, Schema } from "../model/schema.ts";
import { compareSchemas, type SchemaChange } from "../schemas/index.ts";
import { define } from "./comparison.ts";
import { type Effects, type Finding, kept, unknown } from "./findings/finding.ts";

/** A schema of both documents, and what its values are part of. */
export interface SchemaPair {
  readonly base: Schema;
  readonly head: Schema;
  readonly definitions: { readonly base: Definitions; readonly head: Definitions };
  readonly pointer: string;
  readonly direction: Extract<Direction, "request" | "response">;
  readonly promise: "wire" | "stream";
  /** The subject of sentences about the whole value, such as "The header `retry-after`". Absent for a body. */
  readonly subject?: string;
  /** Makes a whole request, response or event of a value. */
  witness(value: Json, reason: string): Witness;
}

/** Compares a schema of both documents. */
export function compareSchemaParts(pair: SchemaPair): readonly Finding[] {
  const base = define(pair.base, pair.definitions.base);
  const head = define(pair.head, pair.definitions.head);
  return compareSchemas(base, head, pair.direction).map((change) => toFinding(change, pair));
}

function toFinding(change: SchemaChange, pair: SchemaPair): Finding {
  const effects: Effects = { [pair.promise]: toEvidence(change, pair) };
  return {
    rule: change.rule,
    pointer: joinPointer(pair.pointer, ...change.path),
    direction: pair.direction,
    effects,
    sentence: pair.subject === undefined ? change.sentence : nameSubject(change.sentence, pair.subject),
    notes: change.notes,
    base: change.base,
    head: change.head,
    addsFeature: change.addsFeature,
    baseOrigin: change.baseOrigin,
    headOrigin: change.headOrigin,
    keyword: change.keyword,
  };
}

function toEvidence({ evidence }: SchemaChange, { witness, subject = "The value" }: SchemaPair): Evidence {
  if (evidence.effect === "kept") return kept(evidence.proof);
  if (evidence.effect === "unknown") return unknown(evidence.tried);
  const reason = evidence.reason.replace(/^The value(?= )/, () => subject);
  return { effect: "broken", witness: witness(evidence.value, reason) };
}

/** Replaces the name of the root, "The body", at the beginning of a sentence. */
function nameSubject(sentence: string, subject: string): string {
  return sentence.startsWith("The body ")
    ? subject + sentence.slice("The body".length)
    : `${subject}: ${sentence}`;
}
