import type { DefinedSchema } from "../model/schema.ts";
import { fitsSeveralBranches } from "./create-check.ts";
import { createGeneratedCheck } from "./generated-check.ts";
import type { SchemaEvidence } from "./schema-change.ts";

/**
 * Confirms a witness with the generated validators of both sides, where the generator supports the schemas. The schemas
 * are those of the documents, so this also guards the way through the canonical form.
 */
export function confirmWitness(
  evidence: SchemaEvidence,
  sender: DefinedSchema,
  receiver: DefinedSchema,
): SchemaEvidence {
  if (evidence.effect !== "broken") return evidence;
  const { value, isExtra } = evidence;
  const isSent = createGeneratedCheck(sender)?.(value) ?? true;
  const isReceived = createGeneratedCheck(receiver)?.(value) ?? false;
  if (isSent && (!isReceived || isExtra)) return evidence;
  // The generated validator of a `oneOf` selects one branch, and does not ask whether the value fits others.
  if (isSent && fitsSeveralBranches(receiver, value)) return evidence;
  const side = isSent ? "accepts" : "already refuses";
  return {
    effect: "unknown",
    tried: `a value that a generated validator ${side}: ${JSON.stringify(value).slice(0, 200)}`,
  };
}
