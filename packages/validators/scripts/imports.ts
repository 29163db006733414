/** The modules that the generated code of a face imports from. */
export interface Imports {
  /** The package that has the types of the same spec. */
  readonly types: string;
  /** The folder `src`, relative to the generated code. */
  readonly src: string;
}
