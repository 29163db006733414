import { readApi } from "../document/read-api.ts";
import type { Change } from "../model/change.ts";
import type { SpecDocument } from "../model/spec-document.ts";
import { compareTypes } from "../types-promise/compare-types.ts";
import { compareParts } from "./compare-parts.ts";
import { countCosmetics } from "./count-cosmetics.ts";
import { mergeFindings } from "./findings/merge-findings.ts";
import { mergeTypes } from "./findings/merge-types.ts";
import { toChange } from "./findings/to-change.ts";
import { listNotCompared } from "./list-not-compared.ts";

/** The result of comparing two documents. */
export interface DocumentComparison {
  readonly changes: readonly Change[];
  /** The number of edits that change nothing but texts, examples, order or format. */
  readonly cosmetics: number;
  /** Parts of the documents that are not compared, a sentence each. */
  readonly notCompared: readonly string[];
}

/** Compares two documents and judges each change. */
export async function compareDocuments(base: SpecDocument, head: SpecDocument): Promise<DocumentComparison> {
  const comparison = {
    base: { document: base, api: readApi(base) },
    head: { document: head, api: readApi(head) },
  };
  const contract = mergeFindings(compareParts(comparison));
  const findings = mergeTypes(contract, await compareTypes(base, head), comparison);
  return {
    changes: findings.map((finding) => toChange(finding, comparison)),
    cosmetics: countCosmetics(comparison, findings.length > 0),
    notCompared: listNotCompared(comparison),
  };
}
