/** A fault of a value. */
export interface Problem {
  /** The path to the fault: `body`, `query`, `header` or `event`, then names of properties and positions of items. */
  readonly loc: string[];
  /** The value at that path, or undefined if it is missing. */
  readonly value: unknown;
  /** The requirement that the value does not meet. It continues the path: "must be at most 2". */
  readonly message: string;
  /** The JSON Schema keyword that refuses the value. */
  readonly keyword: string;
}

/** The value if it is valid, or else one problem per fault, in the order of the schema. */
export type Validation<T> =
  | { readonly valid: true; readonly value: T }
  | { readonly valid: false; readonly problems: [Problem, ...Problem[]] };
