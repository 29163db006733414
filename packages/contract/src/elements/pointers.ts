import type { Pointer } from "./json-pointer.ts";

/** The places below `base`: `under("#/components/schemas/Stop/oneOf/1", "type", "items/minLength")`. */
export function under(base: Pointer, ...paths: readonly string[]): Pointer[] {
  return paths.map((path): Pointer => `${base}/${path}`);
}

/**
 * Properties of a schema, and what is stated of each of them.
 *
 * @param keywords - `required`, or keywords in the property's own schema.
 */
export function properties(
  schema: Pointer,
  names: readonly string[],
  ...keywords: readonly string[]
): Pointer[] {
  return names.flatMap((name) => [
    ...under(schema, `properties/${name}`),
    ...keywords.map(
      (keyword): Pointer =>
        keyword === "required" ? `${schema}/required/${name}` : `${schema}/properties/${name}/${keyword}`,
    ),
  ]);
}
