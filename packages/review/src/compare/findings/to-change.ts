import type { Change } from "../../model/change.ts";
import type { SourcePosition } from "../../model/spec-document.ts";
import type { Comparison } from "../comparison.ts";
import type { Finding } from "./finding.ts";

/** Replaces the origins of a finding by a line: the head's where it has the part, as that is what a reviewer sees. */
export function toChange(finding: Finding, comparison: Comparison): Change {
  const { baseOrigin: _, headOrigin: __, keyword: ___, ...change } = finding;
  return { ...change, source: locate(finding, comparison) };
}

function locate({ baseOrigin, headOrigin, keyword }: Finding, { base, head }: Comparison): SourcePosition {
  if (headOrigin !== undefined) return head.document.locate(headOrigin, keyword);
  if (baseOrigin !== undefined) return base.document.locate(baseOrigin, keyword);
  return { file: head.document.file, line: 1 };
}
