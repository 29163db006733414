/** One fault of a value. */
export interface Problem {
  /** The path to the value at fault: `body`, `query`, `header` or `event`, then properties and places of items. */
  readonly loc: string[];
  /** The value there; undefined where it is missing. */
  readonly value: unknown;
  /** What it must be, in words that follow its path: "must be at most 2". */
  readonly message: string;
  /** The keyword of JSON Schema that refuses the value. */
  readonly keyword: string;
}

/** The value, where it is valid; otherwise one problem for each fault, in the order of the schema. */
export type Validation<T> =
  | { readonly valid: true; readonly value: T }
  | { readonly valid: false; readonly problems: [Problem, ...Problem[]] };
