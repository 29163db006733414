import type { Pointer } from "../spec-elements/json-pointer.ts";

/** Appends each path to `base`: `under("#/components/schemas/Stop/oneOf/1", "type", "items/minLength")`. */
export function under(base: Pointer, ...paths: readonly string[]): Pointer[] {
  return paths.map((path): Pointer => `${base}/${path}`);
}

/**
 * Lists the pointers to properties of a schema, and to some keywords of each property.
 *
 * @param keywords - `required`, or keywords of the property's own schema.
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
