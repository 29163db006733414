import type { Path } from "@completions-api/command-line/yaml";

/** A value in a configuration file, and its path. */
export interface Found<Value> {
  readonly path: Path;
  readonly value: Value;
}

/**
 * Finds the values whose paths match `pattern`, in which `*` stands for any name or index. Skips what has another shape,
 * because the schema reports that.
 */
export function findValues(root: unknown, pattern: Path): Found<unknown>[] {
  const [key, ...rest] = pattern;
  if (key === undefined) return [{ path: [], value: root }];
  return listChildren(root)
    .filter(([name]) => key === "*" || key === name)
    .flatMap(([name, child]) =>
      findValues(child, rest).map(({ path, value }) => ({ path: [name, ...path], value })),
    );
}

/** Finds the strings among the values of {@link findValues}. */
export function findStrings(root: unknown, pattern: Path): Found<string>[] {
  return findValues(root, pattern).flatMap(({ path, value }) =>
    typeof value === "string" ? [{ path, value }] : [],
  );
}

function listChildren(value: unknown): (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return [...value.entries()];
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
