/** Facts by the path of their row, such as `body/prompt/required`. */
type Rows = Map<string, unknown>;

/**
 * Turns nested facts into rows. Each value of a list of plain values becomes its own row, so that the order does not
 * matter and the test can tell missing values from unexpected ones.
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

/** Tests whether a pattern is the path of a row, or the beginning of it. `*` matches any one part, or any end of one. */
export function covers(pattern: string, path: string): boolean {
  const parts = path.split("/");
  return pattern.split("/").every((part, index) => {
    const found = parts[index];
    return part.endsWith("*") ? found?.startsWith(part.slice(0, -1)) : part === found;
  });
}
