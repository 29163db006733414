/** A part of a report that may be cut: as many items as there is room for, in their order. */
export interface Part {
  /** Before the items. Absent with them if there is room for none. */
  readonly start: string;
  readonly items: readonly string[];
  readonly end: string;
  /** The noun for an item, such as `change`, for the note that says how many are left out. */
  readonly noun: string;
}

/** Characters that are kept free for the note of each part. */
const noteLength = 120;

/**
 * Joins the parts of a report, and leaves out items so that no more than `limit` characters result. A note says how many
 * are missing. Earlier parts come first.
 */
export function fitParts(parts: readonly Part[], limit: number): string {
  let free = limit - parts.length * noteLength;
  return parts
    .map(({ start, items, end, noun }) => {
      free -= start.length + end.length;
      const count = countFitting(items, free);
      const kept = items.slice(0, count);
      free -= kept.reduce((sum, each) => sum + each.length, 0);
      if (count === items.length) return start + kept.join("") + end;
      const left = items.length - count;
      const note = `_${left} ${count === 0 ? "" : "more "}${noun}${left === 1 ? " is" : "s are"} left out: the report is too long for a comment._\n\n`;
      if (count > 0) return start + kept.join("") + end + note;
      free += start.length + end.length;
      return note;
    })
    .join("");
}

function countFitting(items: readonly string[], room: number): number {
  let length = 0;
  const first = items.findIndex((each) => {
    length += each.length;
    return length > room;
  });
  return first === -1 ? items.length : first;
}
