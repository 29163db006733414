import type { Path } from "./parse-yaml.ts";

/** A value of a file, and where it is. */
export interface Found<Value> {
  readonly path: Path;
  readonly value: Value;
}

/** The values at a path, in which `*` is any name or index. What is not there, or not of that shape, is not found. */
export function findValues(root: unknown, pattern: Path): Found<unknown>[] {
  const [key, ...rest] = pattern;
  if (key === undefined) return [{ path: [], value: root }];
  return listChildren(root)
    .filter(([name]) => key === "*" || key === name)
    .flatMap(([name, child]) =>
      findValues(child, rest).map(({ path, value }) => ({ path: [name, ...path], value })),
    );
}

/** Those values of {@link findValues} that are strings. */
export function findStrings(root: unknown, pattern: Path): Found<string>[] {
  return findValues(root, pattern).flatMap(({ path, value }) =>
    typeof value === "string" ? [{ path, value }] : [],
  );
}

function listChildren(value: unknown): (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return [...value.entries()];
  return typeof value === "object" && value !== null ? Object.entries(value) : [];
}
