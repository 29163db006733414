import type { Definitions, Schema } from "../../model/schema.ts";

/** State that all rules of inclusion share. */
export interface Inclusion {
  readonly definitions: Definitions;
  /** Says whether every value of a schema is certainly a value of another one. */
  readonly includes: (sub: Schema, sup: Schema) => boolean;
  /** Says whether certainly no value fits both schemas. */
  readonly disjoint: (one: Schema, other: Schema) => boolean;
}
