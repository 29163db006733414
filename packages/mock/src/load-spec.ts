import type { MockOperation } from "./mock-operation.ts";
import { createPrism, readOperations } from "./prism.ts";
import { type ExampleReader, readExamples, type SpecOperation } from "./spec-examples.ts";

/** The part of a spec that is read here, with its references resolved. */
interface SpecDocument {
  readonly paths: Readonly<Record<string, Readonly<Record<string, SpecOperation>>>>;
}

/** Loads the operation with an `operationId`: its checks and its examples. */
export type OperationLoader = (id: string) => Promise<Pick<MockOperation, "prism" | "examples">>;

/**
 * Loads a spec.
 *
 * @param reader - reads the parts of an example that depend on the face.
 */
export async function loadSpec(spec: object, reader: ExampleReader): Promise<OperationLoader> {
  const resolved = structuredClone(spec);
  const operations = await readOperations(resolved);
  // The spec's own tests check that it has what `SpecDocument` reads.
  const { paths } = resolved as SpecDocument;
  return async (id) => {
    const document = Object.values(paths)
      .flatMap((path) => Object.values(path))
      .find(({ operationId }) => operationId === id);
    const operation = operations.find(({ iid }) => iid === id);
    if (document === undefined || operation === undefined)
      throw new Error(`The spec has no operation ${id}.`);
    return { prism: createPrism(operation), examples: await readExamples(document, reader) };
  };
}
