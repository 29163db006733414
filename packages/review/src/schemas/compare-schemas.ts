import { canonicalize, forDirection } from "../canonical/index.ts";
import type { Json } from "../model/json.ts";
import type { DefinedSchema } from "../model/schema.ts";
import { confirmWitness } from "./confirm-witness.ts";
import { createCheck } from "./create-check.ts";
import { type Edit, receiverOf, senderOf } from "./find-edits/edit.ts";
import { findEdits } from "./find-edits/index.ts";
import { followFormats } from "./follow-formats.ts";
import { joinDefinitions, restoreNames } from "./join-definitions.ts";
import { judge } from "./judge.ts";
import type { SchemaChange, SchemaDirection, SchemaEvidence } from "./schema-change.ts";

/**
 * Compares two schemas, one change for each place where they differ. A request is broken if a value that is valid in the
 * base is not in the head; a response, if a value that is valid in the head is not in the base.
 */
export function compareSchemas(
  base: DefinedSchema,
  head: DefinedSchema,
  direction: SchemaDirection,
): readonly SchemaChange[] {
  const known = recall(base, head, direction);
  if (known) return known;
  const sides = { base: forDirection(base, direction), head: forDirection(head, direction) };
  const joined = joinDefinitions(canonicalize(sides.base), canonicalize(sides.head));
  const edits = findEdits(joined.base, joined.head, joined.definitions, direction);
  const evidence = edits.length === 0 ? [] : judgeSafely(joined, edits, direction);
  const { definitions } = joined;
  const judged = {
    sender: { schema: senderOf(direction, joined), definitions },
    receiver: { schema: receiverOf(direction, joined), definitions },
  };
  const [sender, receiver] = [senderOf(direction, sides), receiverOf(direction, sides)];
  const changes = edits.map((edit, index) => {
    const plain = withFormats(evidence[index] ?? notJudged, senderOf(direction, { base, head }), judged);
    return toChange(edit, confirmWitness(plain, sender, receiver), direction);
  });
  remember(base, head, direction, changes);
  return changes;
}

/** Documents use the same schema, which is the same object, in many places. */
const comparisons = new WeakMap<object, WeakMap<object, Map<string, readonly SchemaChange[]>>>();

function recall(base: DefinedSchema, head: DefinedSchema, direction: SchemaDirection) {
  if (typeof base.schema === "boolean" || typeof head.schema === "boolean") return undefined;
  return comparisons.get(base.schema)?.get(head.schema)?.get(direction);
}

function remember(
  base: DefinedSchema,
  head: DefinedSchema,
  direction: SchemaDirection,
  changes: readonly SchemaChange[],
): void {
  if (typeof base.schema === "boolean" || typeof head.schema === "boolean") return;
  const byHead = comparisons.get(base.schema) ?? new WeakMap<object, Map<string, readonly SchemaChange[]>>();
  const byDirection = byHead.get(head.schema) ?? new Map<string, readonly SchemaChange[]>();
  comparisons.set(base.schema, byHead.set(head.schema, byDirection.set(direction, changes)));
}

const notJudged: SchemaEvidence = { effect: "unknown", tried: "nothing" };

/** A schema that no validator can be made of, such as one with an invalid pattern, is not known to be compatible. */
function judgeSafely(
  joined: ReturnType<typeof joinDefinitions>,
  edits: readonly Edit[],
  direction: SchemaDirection,
): readonly SchemaEvidence[] {
  try {
    return judge(senderOf(direction, joined), receiverOf(direction, joined), joined.definitions, edits);
  } catch (error) {
    const tried = `a validator, which cannot be made: ${error instanceof Error ? error.message : String(error)}`;
    return edits.map(() => ({ effect: "unknown", tried }));
  }
}

/** Gives a witness the formats of the sender's schema, unless it would then be refused for another reason, or not at all. */
function withFormats(
  evidence: SchemaEvidence,
  document: DefinedSchema,
  { sender, receiver }: { readonly sender: DefinedSchema; readonly receiver: DefinedSchema },
): SchemaEvidence {
  if (evidence.effect !== "broken") return evidence;
  const value = followFormats(
    evidence.value,
    document,
    (next) =>
      createCheck(sender)(next) === undefined &&
      createCheck(receiver)(next) === createCheck(receiver)(evidence.value),
  );
  return { ...evidence, value };
}

function toChange(edit: Edit, evidence: SchemaEvidence, direction: SchemaDirection): SchemaChange {
  const { rule, path, keyword, baseOrigin, headOrigin, sentence, notes } = edit;
  const part = (value: Json | undefined) => (value === undefined ? undefined : restoreNames(value));
  return {
    rule,
    path,
    ...(baseOrigin && { baseOrigin }),
    ...(headOrigin && { headOrigin }),
    ...(keyword !== undefined && { keyword }),
    evidence,
    sentence,
    base: part(edit.base),
    head: part(edit.head),
    // Responses with other values are nothing that a caller can use, but a new property is.
    addsFeature:
      evidence.effect === "kept" &&
      edit.widens &&
      (direction === "request" || rule === "response-property-added"),
    notes,
  };
}
