/** Facts by the path of their rows, such as `body/prompt/required`. */
type Rows = Map<string, unknown>;

/**
 * Facts as rows. A list of plain values is a set: each of them is a row of its own, so that the order does not count, and
 * what is missing is told from what is too much.
 */
export function listRows(facts: unknown, path: string[] = [], rows: Rows = new Map()): Rows {
  if (Array.isArray(facts) && facts.every((item) => typeof item !== "object")) {
    for (const item of facts) rows.set([...path, item].join("/"), true);
  } else if (typeof facts === "object" && facts !== null) {
    for (const [key, value] of Object.entries(facts)) listRows(value, [...path, key], rows);
  } else if (facts !== undefined) {
    rows.set(path.join("/"), facts);
  }
  return rows;
}

/** Whether a pattern is the path of the row, or leads to it; `*` stands for any one part. */
export function covers(pattern: string, path: string): boolean {
  const parts = path.split("/");
  return pattern.split("/").every((part, index) => part === "*" || part === parts[index]);
}
