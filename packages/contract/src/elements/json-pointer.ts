import { isObject } from "../is-object.ts";

/** A place in the OpenAPI document, as a URI fragment of a JSON pointer (RFC 6901): `#/components/schemas/Stop`. */
export type Pointer = `#/${string}`;

export interface Place {
  readonly pointer: Pointer;
  readonly value: Readonly<Record<string, unknown>>;
}

/** The place `tokens` below `pointer`, each token escaped. */
export function below(pointer: Pointer, ...tokens: readonly (string | number)[]): Pointer {
  const escaped = tokens.map((token) => `/${String(token).replaceAll("~", "~0").replaceAll("/", "~1")}`);
  return `${pointer}${escaped.join("")}`;
}

/**
 * Reads the object at `pointer`; where that is a `$ref`, the one that it leads to, so that what is shared has one
 * pointer.
 *
 * @throws Error where there is no object.
 */
export function resolve(document: unknown, pointer: Pointer): Place {
  const value = read(document, pointer);
  if (!isObject(value)) throw new Error(`There is no object at ${pointer} in the OpenAPI document.`);
  return isReference(value) ? resolve(document, value.$ref) : { pointer, value };
}

/** The entries of the object or list at `pointer`; none where there is no such thing. */
export function children(document: unknown, pointer: Pointer): [name: string, pointer: Pointer][] {
  const value = read(document, pointer);
  return isObject(value) ? Object.keys(value).map((name) => [name, below(pointer, name)]) : [];
}

function read(document: unknown, pointer: Pointer): unknown {
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
