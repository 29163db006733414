import type { JsonObject } from "./json.ts";
import type { Origin } from "./origin.ts";
import type { Definitions } from "./schema.ts";

/** The place of a part in a source file, for people. */
export interface SourcePosition {
  /** Path of the file in the repository, with `/`. */
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
}

/** A spec as one revision has it. */
export interface SpecDocument {
  /** The revision as people name it, such as `main` or `the work tree`. */
  readonly revision: string;
  /** Path of the root file in the repository. */
  readonly file: string;
  /**
   * The document with every reference replaced by its target, except recursive ones of schemas. Objects know their
   * {@link Origin}. Schemas under `components` are inlined too, and the same target is the same object wherever it is
   * used.
   */
  readonly root: JsonObject;
  readonly definitions: Definitions;
  /** The document as Redocly bundles it, with references to `components`. For generators and mocks. */
  readonly bundle: JsonObject;
  /** Finds a line through the YAML of the source. Gives the nearest enclosing line if a keyword is absent there. */
  locate(origin: Origin, keyword?: string): SourcePosition;
}
