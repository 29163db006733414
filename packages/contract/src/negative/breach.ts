import type { Pointer } from "../spec-elements/json-pointer.ts";

/** A value just outside what a schema allows, and its twin just inside. They differ in one thing. */
export interface Breach {
  /** The elements of the spec that refuse the value. */
  readonly elements: readonly Pointer[];
  /** The elements in words, for the id of a case: `temperature`, `maximum`. */
  readonly name: readonly string[];
  /** The path to the fault. */
  readonly loc: readonly string[];
  readonly valid: unknown;
  readonly invalid: unknown;
}

/** Puts both values of a breach into the same larger value, at `key`. */
export function within(
  breach: Breach,
  { key, name }: { readonly key: string; readonly name: string },
  put: (value: unknown) => unknown,
): Breach {
  return {
    elements: breach.elements,
    name: [name, ...breach.name],
    loc: [key, ...breach.loc],
    valid: put(breach.valid),
    invalid: put(breach.invalid),
  };
}
