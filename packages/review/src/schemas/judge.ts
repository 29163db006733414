import type { Definitions, Schema } from "../model/schema.ts";
import { closeBranches } from "./close-branches.ts";
import { createCheck } from "./create-check.ts";
import type { Edit } from "./find-edits/edit.ts";
import { findWitness, type Search } from "./find-witness.ts";
import { createIncludes } from "./includes/index.ts";
import { replaceAt } from "./replace-at.ts";
import type { SchemaEvidence } from "./schema-change.ts";

const proof = "every value that was valid still is";

/**
 * Decides what each edit breaks. An edit is judged alone first, as if it were the only one, so that its witness is about
 * nothing else. Then all of them are judged together: edits can make up for each other, or break something only together.
 */
export function judge(
  sender: Schema,
  receiver: Schema,
  definitions: Definitions,
  edits: readonly Edit[],
): readonly SchemaEvidence[] {
  const includes = createIncludes(definitions);
  const active = edits.filter(({ exemption }) => exemption === undefined);
  // Users of the receiver's schema know its exemptions and the policy for unknown properties.
  const isLiteral = edits.every(({ exemption, isPolicy }) => exemption === undefined && !isPolicy);
  const edited = isLiteral ? receiver : applyAll(sender, active, definitions);
  const closed = closeBranches(sender);
  // Values with unnamed properties matter only to edits that are about them.
  const sent = ({ isAboutExtras }: Edit) => (isAboutExtras ? sender : closed);
  const allIncluded = includes(active.some(({ isAboutExtras }) => isAboutExtras) ? sender : closed, edited);
  const evidence = edits.map((edit) => judgeAlone(edit));
  if (allIncluded || evidence.some(({ effect }) => effect !== "kept")) return evidence;
  const search = findWitness({ sender, edited, receiver: edited, definitions }, active);
  const together = describe(search, edited);
  return edits.map((edit, index) => (edit.exemption ? evidence[index] : undefined) ?? together);

  function judgeAlone(edit: Edit): SchemaEvidence {
    if (edit.exemption !== undefined) return { effect: "kept", proof: edit.exemption };
    if (allIncluded) return { effect: "kept", proof };
    const single = replaceAt(sender, edit.site, definitions, edit.apply ?? ((site) => site));
    if (includes(sent(edit), single)) return { effect: "kept", proof };
    const search = findWitness({ sender, edited: single, receiver: edited, definitions }, [edit]);
    return describe(search, single, edit.site);
  }

  function describe(search: Search, refusing: Schema, site?: readonly string[]): SchemaEvidence {
    if ("tried" in search) {
      const tried = `neither schema contains the other, and ${search.tried} values showed no difference`;
      return { effect: "unknown", tried: site ? tried : `together with the other changes: ${tried}` };
    }
    const { value } = search;
    const refusal = createCheck({ schema: receiver, definitions })(value);
    const reason = createCheck({ schema: refusing, definitions })(value, site) ?? "The value is invalid.";
    if (refusal === undefined) return { effect: "broken", value, reason: asExtra(reason), isExtra: true };
    // If both are about the same part, the receiver's own schema says it better than an edit of the sender's.
    const isPlain = !refusal.includes("branch") && subjectOf(refusal) === subjectOf(reason);
    return { effect: "broken", value, reason: isPlain ? refusal : reason };
  }
}

/** An open object accepts a property that is gone, but what it means is no longer defined. */
function asExtra(reason: string): string {
  return `${subjectOf(reason) ?? "The property"} is an extra parameter now, which the default policy refuses.`;
}

function subjectOf(reason: string): string | undefined {
  return /^`[^`]*`/u.exec(reason)?.[0];
}

function applyAll(sender: Schema, edits: readonly Edit[], definitions: Definitions): Schema {
  // Deep edits come first: an edit may wrap the schema that others lead through.
  const deepestFirst = edits.toSorted((a, b) => b.site.length - a.site.length);
  return deepestFirst.reduce(
    (schema, { site, apply }) => replaceAt(schema, site, definitions, apply ?? ((part) => part)),
    sender,
  );
}
