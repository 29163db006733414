import { isMap, isScalar, isSeq, LineCounter, type Node, parseDocument } from "yaml";
import type { Approval } from "../model/review.ts";
import { ReviewError } from "../review-error.ts";

const keys = ["fingerprint", "reason", "who", "expires"] as const;

/**
 * Reads the text of an approvals file.
 *
 * @param file - its path, for messages.
 * @throws ReviewError that names the line, if it is malformed.
 */
export function parseApprovals(text: string, file: string): readonly Approval[] {
  const lines = new LineCounter();
  // Every scalar is a text: a fingerprint of digits is no number, and a day is no time.
  const document = parseDocument(text, { lineCounter: lines, schema: "failsafe", prettyErrors: false });
  const fail = (offset: number, problem: string): never => {
    throw new ReviewError(`${file}:${lines.linePos(offset).line}: ${problem}`);
  };
  const [error] = [...document.errors, ...document.warnings];
  if (error !== undefined) fail(error.pos[0], `The file is not valid YAML. ${error.message}.`);
  const list = document.contents;
  if (list === null || (isScalar(list) && list.value === "")) return [];
  if (!isSeq<Node>(list)) return fail(list.range[0], "An approvals file must be a list.");

  const lineOf = new Map<string, number>();
  return list.items.map((item) => {
    const at = item.range?.[0] ?? 0;
    const approval = readEntry(item, (problem) => fail(at, problem));
    const line = lineOf.get(approval.fingerprint);
    if (line !== undefined) fail(at, `Line ${line} has the fingerprint ${approval.fingerprint} already.`);
    lineOf.set(approval.fingerprint, lines.linePos(at).line);
    return approval;
  });
}

function readEntry(item: Node, fail: (problem: string) => never): Approval {
  if (!isMap<Node, Node | null>(item)) return fail(`An approval must have ${keys.join(", ")}.`);
  const values = new Map<string, string>();
  for (const { key, value } of item.items) {
    const name = isScalar(key) ? String(key.value) : "";
    if (!keys.some((known) => known === name)) {
      return fail(`An approval has no ${JSON.stringify(name)}. It has ${keys.join(", ")}.`);
    }
    if (!isScalar(value)) return fail(`${name} must be a text.`);
    values.set(name, String(value.value).trim());
  }
  const read = (name: (typeof keys)[number]): string => values.get(name) || fail(`${name} is missing.`);
  const approval = {
    fingerprint: read("fingerprint"),
    reason: read("reason"),
    who: read("who"),
    expires: read("expires"),
  };
  if (!isDay(approval.expires)) {
    fail(`expires must be a day, such as 2030-12-31, not ${JSON.stringify(approval.expires)}.`);
  }
  return approval;
}

/** Says whether a text is a day of the calendar, as YYYY-MM-DD. */
export function isDay(text: string): boolean {
  const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(text) : Number.NaN;
  // The 31st of February is a time of March to `Date`.
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}
