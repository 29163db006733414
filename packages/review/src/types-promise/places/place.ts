import type { Json } from "../../model/json.ts";
import type { Origin } from "../../model/origin.ts";
import type { DefinedSchema } from "../../model/schema.ts";

/** The place in a document that a type was generated from. */
export interface Place {
  /** JSON pointer from the operation, with references inlined. */
  readonly pointer: string;
  /** The way to a value as users write it, such as `choices[].text`. Empty for a whole body. */
  readonly subject: string;
  /** The object in the source that contains it. */
  readonly origin: Origin | undefined;
  /** The part of the document there, with references inlined. */
  readonly source: Json | undefined;
  /** The parameter or header whose values have this type. */
  readonly owner?: Owner;
  /** The schema. Absent if the type is that of several, such as all query parameters. */
  readonly schema?: DefinedSchema;
  /** The name of the schema in `components`, if the type refers to it by that name. */
  readonly name?: string;
  /** True for all parameters of one location: an operation without one has no such type. */
  readonly isGroup?: boolean;
  /** True if names of properties differ only in case without being other names, as those of headers. */
  readonly ignoresCase?: boolean;
  /** Finds the place of a property's type. */
  property(name: string): Place | undefined;
  /** Finds the place of the type of a list's items. */
  items(): Place | undefined;
  /** Finds the place of the type of properties without a name. */
  additionalProperties(): Place | undefined;
}

/** A parameter, or a header of a response. */
export interface Owner {
  readonly kind: "parameter" | "response-header";
  readonly pointer: string;
  readonly origin: Origin | undefined;
}
