import type { LintReport } from "../model/review.ts";
import type { SpecDocument } from "../model/spec-document.ts";
import { scoreDocument } from "./score-document.ts";

/** Compares the scores that Redocly gives both sides. Returns undefined if they are equal. */
export async function compareScores(
  { bundle: base }: Pick<SpecDocument, "bundle">,
  { bundle: head }: Pick<SpecDocument, "bundle">,
): Promise<LintReport["score"]> {
  if (JSON.stringify(base) === JSON.stringify(head)) return undefined;
  const [before, after] = await Promise.all([scoreDocument(base), scoreDocument(head)]);
  return before === after ? undefined : { base: before, head: after };
}
