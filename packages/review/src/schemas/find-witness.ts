import type { Json } from "../model/json.ts";
import type { Definitions, Schema } from "../model/schema.ts";
import { closeWorld } from "./close-world.ts";
import { createCheck } from "./create-check.ts";
import type { Edit } from "./find-edits/edit.ts";
import { schemaAtPath } from "./replace-at.ts";
import { candidatesOf } from "./samples/candidates.ts";
import { embeddingAt } from "./samples/embed.ts";
import { shrink } from "./shrink.ts";

/** A value that tells two schemas apart, or the number of values that did not. */
export type Search = { readonly value: Json } | { readonly tried: number };

export interface Sides {
  /** Must allow the value. */
  readonly sender: Schema;
  /** Must refuse it: one edit, or several, away from the sender's. */
  readonly edited: Schema;
  /** Must refuse it, too: the receiver's whole schema. */
  readonly receiver: Schema;
  readonly definitions: Definitions;
}

/** The most whole values to try for one edit. */
const maxTries = 3000;

/** Searches a value that the sender may send and the receiver refuses, at the edges of both schemas at an edit's site. */
export function findWitness(
  { sender, edited, receiver, definitions }: Sides,
  edits: readonly Edit[],
): Search {
  const isSent = accepts(sender, definitions);
  const isNamed = accepts(closeWorld(sender), definitions);
  const isUnchanged = accepts(edited, definitions);
  const isReceived = accepts(receiver, definitions);
  let tried = 0;
  for (const { site, isAboutExtras, candidates = [] } of edits) {
    const isWitness = (value: Json) =>
      isSent(value) && !isUnchanged(value) && !isReceived(value) && (isAboutExtras || isNamed(value));
    const values = [
      ...candidates,
      ...candidatesOf(schemaAtPath(sender, site, definitions), definitions),
      ...candidatesOf(schemaAtPath(edited, site, definitions), definitions),
      // Servers may take null for nothing at all, so any other value says more.
    ].toSorted((one, other) => Number(one === null) - Number(other === null));
    const embed = embeddingAt(sender, definitions, site);
    for (const candidate of values)
      for (const value of embed(candidate)) {
        if (isWitness(value)) return { value: shrink(value, isWitness) };
        if (++tried >= maxTries) return { tried };
      }
  }
  return { tried };
}

/** The check is made when it is first needed, which is often never. */
function accepts(schema: Schema, definitions: Definitions): (value: Json) => boolean {
  return (value) => createCheck({ schema, definitions })(value) === undefined;
}
