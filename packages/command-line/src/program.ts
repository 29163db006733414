import type { Option } from "./options.ts";

/** A program as one table: its options are read, and its `--help` is made, from the same lines. */
export interface Program<Values> {
  /** The name of the command. */
  readonly name: string;
  readonly version: string;
  readonly summary: string;
  /** The options by their names, without dashes. `help` and `version` are added to every program. */
  readonly options: { readonly [Name in keyof Values]: Option<Values[Name]> };
  /** Options that the help lists apart from the others, below headings. */
  readonly optionGroups?: Readonly<Record<string, readonly string[]>>;
  /** Parts of the help that follow the options. */
  readonly sections?: readonly Section[];
  /** The meaning of each exit code. Code 2 is added to every program. */
  readonly exitCodes: Readonly<Record<number, string>>;
}

/** A paragraph of the help, and the list below it. */
export interface Section {
  readonly text: string;
  /** The terms of the list and what they mean. */
  readonly terms?: Readonly<Record<string, string>>;
}
