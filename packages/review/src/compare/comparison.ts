import type { Api, Operation } from "../model/api.ts";
import type { DefinedSchema, Definitions, Schema } from "../model/schema.ts";
import type { SpecDocument } from "../model/spec-document.ts";

/** One of the two documents that are compared. */
export interface Side {
  readonly document: SpecDocument;
  readonly api: Api;
}

/** Both documents. */
export interface Comparison {
  readonly base: Side;
  readonly head: Side;
}

/** An operation that both documents have. */
export interface OperationPair {
  readonly base: Operation;
  readonly head: Operation;
  readonly definitions: { readonly base: Definitions; readonly head: Definitions };
}

/** Returns the operations that both documents have. */
export function pairOperations({ base, head }: Comparison): readonly OperationPair[] {
  const definitions = { base: base.document.definitions, head: head.document.definitions };
  return [...base.api.operations].flatMap(([key, operation]) => {
    const same = head.api.operations.get(key);
    return same === undefined ? [] : [{ base: operation, head: same, definitions }];
  });
}

/** Adds the definitions of its document to a schema. */
export function define(schema: Schema, definitions: Definitions): DefinedSchema {
  return { schema, definitions };
}

/** Returns the name of an operation for sentences, such as `POST /completions`. */
export function operationName({ method, path }: Operation): string {
  return `${method.toUpperCase()} ${path}`;
}
