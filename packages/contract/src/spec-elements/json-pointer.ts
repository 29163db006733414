import { isObject } from "../is-object.ts";

/** A JSON pointer (RFC 6901) into the OpenAPI document, as a URI fragment: `#/components/schemas/Stop`. */
export type Pointer = `#/${string}`;

/** An object of the document, and the pointer to it. */
export interface ResolvedObject {
  readonly pointer: Pointer;
  readonly value: Readonly<Record<string, unknown>>;
}

/** Appends tokens to a pointer, and escapes each of them. */
export function below(pointer: Pointer, ...tokens: readonly (string | number)[]): Pointer {
  const escaped = tokens.map((token) => `/${String(token).replaceAll("~", "~0").replaceAll("/", "~1")}`);
  return `${pointer}${escaped.join("")}`;
}

/**
 * Reads the object at `pointer`, and follows a `$ref`, so that a shared object always has the same pointer.
 *
 * @throws Error if there is no object.
 */
export function resolve(document: unknown, pointer: Pointer): ResolvedObject {
  const value = read(document, pointer);
  if (!isObject(value)) throw new Error(`There is no object at ${pointer} in the OpenAPI document.`);
  return isReference(value) ? resolve(document, value.$ref) : { pointer, value };
}

/** Lists the entries of the object or array at `pointer`. The list is empty if there is neither. */
export function children(document: unknown, pointer: Pointer): [name: string, pointer: Pointer][] {
  const value = read(document, pointer);
  return isObject(value) ? Object.keys(value).map((name) => [name, below(pointer, name)]) : [];
}

/** Reads the value at `pointer`; undefined if there is none. */
export function read(document: unknown, pointer: Pointer): unknown {
  const tokens = pointer.split("/").slice(1);
  return tokens.reduce<unknown>(
    (value, token) =>
      isObject(value) ? value[token.replaceAll("~1", "/").replaceAll("~0", "~")] : undefined,
    document,
  );
}

function isReference(value: Record<string, unknown>): value is { $ref: Pointer } {
  return typeof value.$ref === "string" && value.$ref.startsWith("#/");
}
