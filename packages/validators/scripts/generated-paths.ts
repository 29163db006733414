/** The modules that generated code imports from. */
export interface GeneratedPaths {
  /** The types of the same spec. */
  readonly types: string;
  /** The folder `src`. */
  readonly sources: string;
}
