import { posix } from "node:path";
import type { Approval } from "../model/review.ts";
import { parseApprovals } from "./parse-approvals.ts";

/** Returns the path of the approvals file of a spec: it is next to the spec. */
export function approvalsFileOf(spec: string): string {
  return posix.join(posix.dirname(spec), "approvals.yaml");
}

/**
 * Reads an approvals file. A file that does not exist has no approvals.
 *
 * @throws ReviewError if it is malformed.
 */
export async function readApprovals(
  tree: { read(path: string): Promise<string | undefined> },
  file: string,
): Promise<readonly Approval[]> {
  const text = await tree.read(file);
  return text === undefined ? [] : parseApprovals(text, file);
}
