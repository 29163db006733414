import { below, children, type Pointer, resolve } from "../spec-elements/json-pointer.ts";

/** Returns the name that JSON Schema has for the type of a value. */
export function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}

/** Lists the types of the values that a schema, or one of its branches, may accept. An integer is a number here. */
export function typesOf(document: unknown, start: Pointer): string[] {
  const { pointer, value } = resolve(document, start);
  const branches = children(document, below(pointer, "oneOf"));
  const own = [value.type ?? []].flat().map((type) => (type === "integer" ? "number" : String(type)));
  return [...own, ...branches.flatMap(([, branch]) => typesOf(document, branch))];
}
