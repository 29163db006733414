import { type Document, isSeq, parseDocument } from "yaml";
import type { Approval } from "../model/review.ts";
import { parseApprovals } from "./parse-approvals.ts";

const header = ` Changes of the spec that somebody accepts although they break a promise or cannot be judged.
 \`review approve\` writes an entry.`;

/**
 * Returns the text of an approvals file with one more approval, which replaces one of the same fingerprint. Comments
 * stay where they are.
 *
 * @param text - the file as it is; undefined if there is none yet.
 * @param file - its path, for messages.
 * @throws ReviewError if it is malformed.
 */
export function addApproval(text: string | undefined, file: string, approval: Approval): string {
  const approvals = parseApprovals(text ?? "", file);
  const document: Document = parseDocument(text ?? "", { schema: "failsafe" });
  const index = approvals.findIndex(({ fingerprint }) => fingerprint === approval.fingerprint);
  if (!isSeq(document.contents)) {
    document.contents = document.createNode([approval]);
    if (text === undefined) document.commentBefore = header;
  } else if (index === -1) {
    document.contents.flow = false;
    document.add(document.createNode(approval));
  } else {
    for (const [key, value] of Object.entries(approval)) document.setIn([index, key], value);
  }
  return document.toString({ lineWidth: 100 });
}
